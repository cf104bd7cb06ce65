"""How a list is declared: frozen rows of any dataclass, one ``Column`` per thing to see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "strong", "muted", "mono", "number", "chip"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, how to get the text of a row, and its look.

    ``width`` in px (0: as the heading wants); one column of a list has ``stretch``. ``tone(row)`` colours chips and texts.
    ``sort(row)`` makes the heading clickable. ``tip(row)`` is the tooltip. In a narrow window the columns with ``gives``
    step aside whole, the highest first, before any other is cut: what they say stands in the panel too.
    """

    heading: str
    value: Callable[[Any], Any]
    width: int = 0
    stretch: int = 0
    align: Literal["left", "right", "center"] = "left"
    kind: Kind = "text"
    tone: Callable[[Any], str] | None = None
    sort: Callable[[Any], Any] | None = None
    tip: Callable[[Any], str] | None = None
    gives: int = 0

    def text(self, row: Any) -> str:
        """What is shown for a row; None becomes empty."""
        value = self.value(row)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Segment:
    """One tab above a list: ``keep(row)`` chooses its rows, None keeps all."""

    code: str
    label: str
    keep: Callable[[Any], bool] | None = None
