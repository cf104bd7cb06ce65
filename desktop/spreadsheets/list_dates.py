"""In which order the dates of one large list are written: told by the file wherever it tells it, else asked."""

from collections.abc import Sequence
from itertools import islice

from desktop.spreadsheets.date_order import Evidence, NeedsAnswer, Order, column_of, nik_hint
from desktop.spreadsheets.list_layout import ListLayout
from desktop.spreadsheets.list_source import Cells, Table
from desktop.spreadsheets.recognise import Header, column_letter

_AT_ONCE = 2_000


class DateWatch:
    """Watches the lines of all tables until some date can be read in one way only. `order` is the order so far, `open`
    whether nothing has told it yet."""

    def __init__(self, layout: ListLayout, answered: Order | None) -> None:
        self.order: Order = answered or "dmy"
        self.open = answered is None
        self._fields = [column.field for column in layout.columns if column.kind in ("birth", "day")]

    def look(self, table: Table, header: Header, first: int, lines: Sequence[Cells]) -> bool:
        """Take in lines of which the first has the 0-based index `first`; whether the order changed.

        A doubtful date makes the rest of the table be looked through. :raises NeedsAnswer: when nothing there tells.
        """
        looks = {header.fields[name]: Evidence() for name in self._fields if name in header.fields}
        _take(looks, lines)
        doubtful = [place for place, evidence in looks.items() if evidence.sample]
        if doubtful and not _settled(looks):
            rows = islice(table.rows(), first + len(lines), None)
            while not _settled(looks) and (more := list(islice(rows, _AT_ONCE))):
                _take(looks, more)
        sample = looks[doubtful[0]].sample if doubtful else ""
        told = Evidence(any(one.dmy for one in looks.values()), any(one.mdy for one in looks.values()), sample)
        if told.order is None:
            raise _question(table, header, doubtful[0], told, lines)
        self.open = not told.settled
        before, self.order = self.order, told.order
        return before != told.order


def _take(looks: dict[int, Evidence], lines: Sequence[Cells]) -> None:
    for place, evidence in looks.items():
        evidence.look(column_of(lines, place))


def _settled(looks: dict[int, Evidence]) -> bool:
    return any(evidence.settled for evidence in looks.values())


def _question(table: Table, header: Header, place: int, told: Evidence, lines: Sequence[Cells]) -> NeedsAnswer:
    nik = header.fields.get("nik")
    hint = ""
    if nik is not None and place == header.fields.get("birth_date"):
        hint = nik_hint((cells[nik], cells[place]) for cells in lines if len(cells) > max(nik, place))
    heading = header.headings[place]
    return NeedsAnswer(column_letter(place + table.left), heading, told.sample, mixed=told.settled, hint=hint)
