"""What a large list is declared as: columns with a kind each, what must be filled, and what makes two lines one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "nik",
    "kk",
    "number",
    "name",
    "sex",
    "birth",
    "day",
    "text",
    "word",
    "code",
    "participant",
    "amount",
    "period",
    "month",
    "year",
]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list: our `field`, the `heading` of the exchanged layout, other headings parted by semicolons.

    `kind` says how its cells are read. `required` columns must stand in the header. `filled` cells must not be empty.
    `telling` columns are what a list of this kind is known by without being told; whoever says what the list is may miss them.
    `codes` is the system (`siak`, `bpjs`) whose numbers stand in a `code` column. `lenient`: a wrong NIK warns and
    becomes None, for what others bill or report is evidence as it is; a number destroyed by Excel is refused even there.
    An empty cell of a `filled` and `lenient` column only warns.
    """

    field: str
    heading: str
    synonyms: str = ""
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    codes: str = ""
    lenient: bool = False
    width: float = 16.0
    telling: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings under which the column is known."""
        return (self.heading, *(text.strip() for text in self.synonyms.split(";") if text.strip()))

    @property
    def text(self) -> bool:
        """Whether its cells are numbers of people, which are written as text for ever."""
        return self.kind in ("nik", "kk", "number", "code") or self.field == "phone"


@dataclass(frozen=True, slots=True)
class ListLayout:
    """One layout of a large list.

    `fields` are what a row carries, in order; columns that are only parts of one (RT, RW, TAHUN) are not among them.
    `key` are the fields that together stand for one line; the same key again is counted, and refused when `once`.
    `one_of`: at least one of these must be filled. `identity` and `solid` tell a person's line from totals and signatures.
    `delivered` is the header as the offices exchange it, parted by semicolons: what of it no column reads is known and
    left where it is (data we do not need), and a list that goes out has just these headings.
    """

    code: str
    title: str
    columns: tuple[ListColumn, ...]
    fields: tuple[str, ...]
    key: tuple[str, ...]
    once: bool = False
    one_of: tuple[str, ...] = ()
    identity: tuple[str, ...] = ("nik", "number", "name")
    solid: int = 3
    delivered: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The header of a list that goes out."""
        return tuple(self.delivered.split(";")) if self.delivered else tuple(column.heading for column in self.columns)

    def column(self, name: str) -> ListColumn:
        """The column of a field; KeyError when the layout has none."""
        return {column.field: column for column in self.columns}[name]


def missing_fields(layout: ListLayout, mapped: Sequence[str], *, told: bool = True) -> tuple[str, ...]:
    """Headings of columns that must be there and that nothing is mapped to. `told`: somebody said what the list is."""
    wanted = (column for column in layout.columns if column.required or (column.telling and not told))
    return tuple(column.heading for column in wanted if column.field not in mapped)
