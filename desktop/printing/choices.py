"""What this PC remembers for each kind of paper: the printer, copies, both sides, and how far prints are moved."""

from dataclasses import replace

import msgspec

from desktop.printing.kinds import FARTHEST, MOST_COPIES, PrintChoice
from desktop.settings import desk_setting, for_all_desks, write_desk
from desktop.sop.typed import typed


def key_of(paper: str) -> str:
    """Under which setting a paper's choice is kept."""
    return f"printer.{paper}"


def read_choice(paper: str) -> PrintChoice:
    """The remembered choice; a damaged one counts as none."""
    try:
        return sane(msgspec.json.decode(desk_setting(key_of(paper)).encode() or b"{}", type=typed(PrintChoice)))
    except msgspec.MsgspecError:
        return PrintChoice()


def write_choice(paper: str, choice: PrintChoice) -> None:
    """Remember it on this PC. :raises Refused: ``for_all_desks``. :raises OSError:"""
    write_desk(**{key_of(paper): msgspec.json.encode(sane(choice)).decode()})


def is_fixed(paper: str) -> bool:
    """Whether an administrator chose for all desks."""
    return key_of(paper) in for_all_desks().values


def sane(choice: PrintChoice) -> PrintChoice:
    """The same choice within what can be printed."""
    return replace(
        choice,
        copies=min(max(choice.copies, 1), MOST_COPIES),
        dx=_within(choice.dx),
        dy=_within(choice.dy),
    )


def _within(millimetres: float) -> float:
    # A comparison with NaN is false: it ends as no offset.
    return round(millimetres, 1) if -FARTHEST <= millimetres <= FARTHEST else 0.0
