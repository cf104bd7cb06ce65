"""The agenda books of an office, in and out, and what became of the letters that left."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select, union

from db.queries.letters import LetterRow, received_ids, register
from db.tables.access import staff
from db.tables.letters import dispatch, letter_void, mail, mail_void
from db.tables.papers import letter

LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class MailRow:
    """A line of an agenda book. ``letter_code`` is "" for what Padan did not make; ``voided``: the letter, or
    the typed line itself; ``sent`` is the last state of sending (mengirim, terkirim, gagal, diterima) or ""."""

    id: int
    direction: str
    classification: str
    year: int
    agenda: int
    letter_id: int | None
    letter_code: str
    number: str
    dated: date
    entered_on: date
    correspondent: str
    subject: str
    our_number: str
    archive_place: str
    note: str
    voided: bool
    void_reason: str
    sent: str
    version: int


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """One sending of a letter; ``expedition`` is its number in the expedition book, if it was carried."""

    id: int
    mail_id: int
    number: str
    way: str
    expedition: int | None
    recipient: str
    address: str
    state: str
    receipt: str
    reason: str
    sent_by_name: str
    sent_at: datetime
    received_by: str
    received_at: datetime | None
    version: int


def _lines() -> Select[tuple[object, ...]]:
    last = (
        select(dispatch.c.state)
        .where(dispatch.c.mail_id == mail.c.id)
        .order_by(dispatch.c.id.desc())
        .limit(1)
        .correlate(mail)
        .scalar_subquery()
    )
    return (
        select(
            *(mail.c[name] for name in ("id", "direction", "classification", "year", "agenda", "letter_id")),
            func.coalesce(letter.c.code, ""),
            *(mail.c[name] for name in ("number", "dated", "entered_on", "correspondent", "subject", "our_number")),
            mail.c.archive_place,
            mail.c.note,
            or_(letter_void.c.letter_id.is_not(None), mail_void.c.mail_id.is_not(None)),
            func.coalesce(mail_void.c.reason, letter_void.c.reason, ""),
            func.coalesce(last, ""),
            mail.c.version,
        )
        .outerjoin(letter, letter.c.id == mail.c.letter_id)
        .outerjoin(letter_void, letter_void.c.letter_id == mail.c.letter_id)
        .outerjoin(mail_void, mail_void.c.mail_id == mail.c.id)
    )


def mail_book(
    connection: Connection,
    office_id: int,
    direction: str,
    year: int,
    text: str = "",
    limit: int = 200,
    offset: int = 0,
) -> tuple[MailRow, ...]:
    """One page of a book (``masuk`` or ``keluar``), newest line first. ``text`` is looked for in number, correspondent
    and subject; a bare number also finds the line with that agenda number."""
    mine = (mail.c.office_id == office_id, mail.c.direction == direction, mail.c.year == year)
    # The page is found by the lines alone; only its own lines are joined with letters and sendings.
    page = select(mail.c.id).where(*mine, *_holding(text)).order_by(mail.c.id.desc()).limit(limit).offset(offset)
    found = page.subquery()
    statement = _lines().where(mail.c.id.in_(select(found.c.id))).order_by(mail.c.id.desc())
    return tuple(MailRow(*row) for row in connection.execute(statement))


def _holding(text: str) -> tuple[ColumnElement[bool], ...]:
    # Signs that no database stores are in no line either.
    typed = "".join(sign for sign in text[: LONGEST_SEARCH * 2] if sign.isprintable()).strip()[:LONGEST_SEARCH]
    if not typed:
        return () if not text.strip() else (mail.c.id.is_(None),)
    parts = [mail.c[name].icontains(typed, autoescape=True) for name in ("number", "correspondent", "subject")]
    if typed.isascii() and typed.isdigit() and len(typed) <= 6:
        parts.append(mail.c.agenda == int(typed))
    return (or_(*parts),)


def mail_line(connection: Connection, mail_id: int) -> MailRow | None:
    """One line, or ``None``."""
    row = connection.execute(_lines().where(mail.c.id == mail_id)).first()
    return MailRow(*row) if row else None


def mail_of_letter(connection: Connection, office_id: int, letter_id: int) -> MailRow | None:
    """The line of a letter in an office's books; of both, when the office wrote to itself, the outgoing one."""
    mine = (mail.c.office_id == office_id, mail.c.letter_id == letter_id)
    row = connection.execute(_lines().where(*mine).order_by(mail.c.direction).limit(1)).first()
    return MailRow(*row) if row else None


def unregistered(connection: Connection, office_id: int, limit: int = 200) -> tuple[LetterRow, ...]:
    """Letters of other offices to this one that its register does not hold yet, newest first; what was declared void
    or has no number of its own is not asked for. Looks back over the newest 1,000 lists the office received."""
    known = exists().where(mail.c.office_id == office_id, mail.c.direction == "masuk", mail.c.letter_id == letter.c.id)
    mine = (letter.c.id.in_(union(*received_ids(office_id, 1000))), letter.c.office_id != office_id)
    open_ones = (letter.c.agenda.is_not(None), letter_void.c.letter_id.is_(None), ~known)
    found = connection.execute(register().where(*mine, *open_ones).limit(limit))
    return tuple(LetterRow(*row) for row in found)


def _sendings() -> Select[tuple[object, ...]]:
    return (
        select(
            dispatch.c.id,
            dispatch.c.mail_id,
            mail.c.number,
            *(dispatch.c[name] for name in ("way", "expedition", "recipient", "address", "state", "receipt", "reason")),
            staff.c.name,
            *(dispatch.c[name] for name in ("sent_at", "received_by", "received_at", "version")),
        )
        .join(mail, mail.c.id == dispatch.c.mail_id)
        .join(staff, staff.c.id == dispatch.c.sent_by)
    )


def dispatches_of(connection: Connection, mail_id: int) -> tuple[DispatchRow, ...]:
    """Every sending of one letter, newest first."""
    statement = _sendings().where(dispatch.c.mail_id == mail_id).order_by(dispatch.c.id.desc())
    return tuple(DispatchRow(*row) for row in connection.execute(statement))


def expedition_book(
    connection: Connection, office_id: int, year: int, limit: int = 500, offset: int = 0
) -> tuple[DispatchRow, ...]:
    """What was carried by hand or post in a year, newest number first."""
    mine = (dispatch.c.office_id == office_id, dispatch.c.year == year, dispatch.c.expedition.is_not(None))
    statement = _sendings().where(*mine).order_by(dispatch.c.expedition.desc()).limit(limit).offset(offset)
    return tuple(DispatchRow(*row) for row in connection.execute(statement))
