"""The seal of a card that was scanned at the desk (D7): recognised by how it begins, checked off the GUI thread."""

from typing import Any

from desktop.ui.tasks import Job

BEGINS = "PADAN1:"


def is_seal(text: str) -> bool:
    """Whether somebody scanned the signed QR code of a card."""
    return text.strip().upper().startswith(BEGINS)


def check_seal(_job: Job, seat: Any, text: str) -> Any:
    """``SealVerdict`` of the card. :raises Refused: when the seal is not genuine."""
    return seat.cards.verify(text.strip())
