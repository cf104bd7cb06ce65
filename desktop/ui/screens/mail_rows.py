"""The four registers in one list: agenda in, agenda out, expedition, and letters that nobody entered yet. No Qt."""

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any, Literal

from db.queries.letters import LetterRow
from db.queries.mail import DispatchRow, MailRow, dispatches_of, mail_book, mail_line, unregistered
from db.queries.posting import BookYear, CarriedRow, book_years, carried
from desktop.sop import mail
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import WrongDeclaration
from desktop.ui.format import NOTHING, short_day

Tab = Literal["masuk", "keluar", "ekspedisi", "belum"]
PAGE = 200
TABS: dict[Tab, str] = {
    "masuk": "Surat masuk",
    "keluar": "Surat keluar",
    "ekspedisi": "Ekspedisi",
    "belum": "Belum diagendakan",
}
BOOKS = {"masuk": "Buku agenda surat masuk", "keluar": "Buku agenda surat keluar", "ekspedisi": "Buku ekspedisi"}
WAYS = {way: said.capitalize() for way, said in mail.WAYS.items()}
STATES = {
    "mengirim": ("belum pasti", "warn"),
    "terkirim": ("terkirim", "ok"),
    "diterima": ("diterima", "ok"),
    "gagal": ("gagal", "bad"),
    "": ("belum dikirim", "plain"),
}
PRIMARY = {
    "masuk": "Catat surat masuk",
    "keluar": "Kirim",
    "ekspedisi": "Catat tanda terima",
    "belum": "Agendakan",
}
SEVERAL = {"belum": "Agendakan {} surat", "ekspedisi": "Catat {} tanda terima"}
VOID = ("batal", "bad")


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of any register as the list shows it; ``row`` is what was read."""

    key: tuple[str, int]
    place: str
    number: str
    dated: str
    party: str
    subject: str
    chip: str
    tone: str
    row: Any


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of a register, with what the head of the screen says."""

    tab: Tab
    year: int
    text: str
    offset: int
    lines: tuple[BookLine, ...]
    more: bool
    years: tuple[BookYear, ...]
    waiting: int

    @property
    def question(self) -> tuple[Tab, int, str]:
        """What was asked."""
        return self.tab, self.year, self.text

    @property
    def now(self) -> BookYear:
        """The counts of the year shown."""
        return next((one for one in self.years if one.year == self.year), BookYear(self.year))


def read_book(
    connection: Any, office_id: int, tab: Tab, year: int, text: str, offset: int, limit: int, zone: tzinfo | None
) -> BookPage:
    """One reading for the screen; for a reader thread."""
    waiting = unregistered(connection, office_id)
    lines: tuple[BookLine, ...]
    if tab == "belum":
        words = text.casefold().split()
        found = tuple(_waiting_line(row) for row in waiting)
        lines = tuple(line for line in found if all(word in _all_words(line) for word in words))
        more = False
    elif tab == "ekspedisi":
        rows = carried(connection, office_id, year, text, limit + 1, offset)
        lines, more = tuple(_carried_line(row, zone) for row in rows[:limit]), len(rows) > limit
    else:
        book = mail_book(connection, office_id, tab, year, text, limit + 1, offset)
        lines, more = tuple(_mail_line(row) for row in book[:limit]), len(book) > limit
    years = book_years(connection, office_id)
    return BookPage(tab, year, text, offset, lines, more, years, len(waiting))


def read_line(connection: Any, mail_id: int) -> tuple[int, MailRow | None, tuple[DispatchRow, ...]]:
    """A line of the agenda book and its sendings; for a reader thread."""
    return mail_id, mail_line(connection, mail_id), dispatches_of(connection, mail_id)


def _all_words(line: BookLine) -> str:
    return f"{line.number} {line.party} {line.subject}".casefold()


def _mail_line(row: MailRow) -> BookLine:
    chip, tone = mail_state(row)
    return BookLine(
        ("agenda", row.id),
        f"{row.agenda:03d}",
        row.number,
        _day(row.dated, row.year),
        row.correspondent,
        row.subject,
        chip,
        tone,
        row,
    )


def mail_state(row: MailRow) -> tuple[str, str]:
    """Word and tone of a line: void, how its sending stands, or whether an incoming paper has its place."""
    if row.voided:
        return VOID
    if row.direction == "masuk":
        return ("diarsip", "ok") if row.archive_place else ("belum diarsip", "plain")
    return STATES[row.sent]


def _carried_line(row: CarriedRow, zone: tzinfo | None) -> BookLine:
    chip, tone = VOID if row.voided else STATES[row.state]
    return BookLine(
        ("ekspedisi", row.id),
        f"{row.expedition:03d}",
        row.number,
        short_day(row.sent_at.astimezone(zone).date()),
        row.recipient,
        row.subject,
        chip,
        tone,
        row,
    )


def _waiting_line(row: LetterRow) -> BookLine:
    return BookLine(
        ("surat", row.id),
        NOTHING,
        row.number,
        short_day(row.issued_on),
        row.office_name,
        letter_title(row.code),
        "batal" if row.voided else "belum dicatat",
        "bad" if row.voided else "warn",
        row,
    )


def letter_title(code: str) -> str:
    """What a letter of Padan is called; its code when its declaration is gone."""
    try:
        return letter_kind(code).title
    except WrongDeclaration:
        return code


def _day(day: date, year: int) -> str:
    """The day; with its year when it is not the book's."""
    return short_day(day) if day.year == year else f"{day:%d-%m-%y}"


def may_tick(line: BookLine) -> str:
    """Why a line is not done together with others, or ""."""
    if line.row.voided and not isinstance(line.row, MailRow):
        return "Surat ini dibatalkan."
    if isinstance(line.row, CarriedRow) and line.row.state != "terkirim":
        return "Tanda terimanya sudah dicatat."
    return ""


def pale(line: BookLine) -> str:
    """A void line steps back; that it is void says its chip."""
    return "muted" if line.row.voided else "plain"


def party_of(line: BookLine) -> str:
    """Who wrote it, or to whom it goes."""
    return line.party
