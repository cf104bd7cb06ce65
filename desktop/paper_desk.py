"""Letters at a clerk's desk: drafts before the move, the frozen paper after it, and what proves it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.operations.issue import Wish
from desktop.operations.preview_letters import preview_letters
from desktop.papers import letter_pdf, render_both

if TYPE_CHECKING:
    from desktop.office import Seat


class PaperDesk:
    """Reached as ``seat.paper``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def preview(self, action: str, cases: Sequence[int], wish: Wish | None = None) -> tuple[tuple[str, bytes], ...]:
        """(title, PDF marked DRAF) of each letter this action would issue. :raises Refused: :raises PaperError:"""
        seat = self._seat
        drafts = seat.read(
            preview_letters,
            office_id=seat.staff.office_id,
            procedure=seat.procedure,
            action=action,
            cases=cases,
            today=seat.now().date(),
            wish=wish or Wish(),
        )
        return tuple((draft.title, render_both(seat, draft.facts, draft.toml)[0]) for draft in drafts)

    def letter(self, letter_id: int) -> tuple[str, bytes]:
        """(number, bytes) of an issued letter: exactly the frozen ones."""
        return letter_pdf(self._seat, letter_id)
