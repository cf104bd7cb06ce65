"""What sending one outgoing letter needs to know, and how full the registers of an office are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, literal, or_, select, union_all

from db.queries.mail import LONGEST_SEARCH
from db.tables.access import office
from db.tables.cases import batch
from db.tables.letters import dispatch, letter_signed, letter_void, mail, mail_void
from db.tables.papers import letter


@dataclass(frozen=True, slots=True)
class Posting:
    """One outgoing line. ``email``, ``fax`` and ``address`` are those of the office it goes to, empty when it is not
    one of this database; ``signed``: a signed file came back for it, and ``electronic`` that it is signed with TTE."""

    mail_id: int
    letter_id: int | None
    number: str
    dated: date
    correspondent: str
    subject: str
    voided: bool
    signed: bool
    email: str
    fax: str
    address: str
    electronic: bool = False


def posting(connection: Connection, office_id: int, mail_id: int) -> Posting | None:
    """The outgoing line of this office, or ``None``."""
    statement = (
        select(
            mail.c.id,
            mail.c.letter_id,
            mail.c.number,
            mail.c.dated,
            mail.c.correspondent,
            mail.c.subject,
            or_(letter_void.c.letter_id.is_not(None), mail_void.c.mail_id.is_not(None)),
            letter_signed.c.letter_id.is_not(None),
            func.coalesce(office.c.email, ""),
            func.coalesce(office.c.fax, ""),
            func.coalesce(office.c.address, ""),
            func.coalesce(letter_signed.c.kind, "") == "tte",
        )
        .outerjoin(letter, letter.c.id == mail.c.letter_id)
        .outerjoin(batch, batch.c.id == letter.c.batch_id)
        .outerjoin(office, office.c.id == batch.c.to_office_id)
        .outerjoin(letter_void, letter_void.c.letter_id == mail.c.letter_id)
        .outerjoin(mail_void, mail_void.c.mail_id == mail.c.id)
        .outerjoin(letter_signed, letter_signed.c.letter_id == mail.c.letter_id)
        .where(mail.c.id == mail_id, mail.c.office_id == office_id, mail.c.direction == "keluar")
    )
    row = connection.execute(statement).first()
    return Posting(*row) if row else None


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A line of the expedition book: what was carried, to whom, and who took it."""

    id: int
    expedition: int
    mail_id: int
    number: str
    subject: str
    voided: bool
    way: str
    recipient: str
    address: str
    state: str
    sent_at: datetime
    received_by: str
    received_at: datetime | None
    version: int


def carried(
    connection: Connection, office_id: int, year: int, text: str = "", limit: int = 200, offset: int = 0
) -> tuple[CarriedRow, ...]:
    """One page of the expedition book, newest number first. ``text`` is looked for in number, subject and recipient."""
    kept = ("way", "recipient", "address", "state", "sent_at", "received_by", "received_at", "version")
    statement = (
        select(
            dispatch.c.id,
            dispatch.c.expedition,
            dispatch.c.mail_id,
            mail.c.number,
            mail.c.subject,
            or_(letter_void.c.letter_id.is_not(None), mail_void.c.mail_id.is_not(None)),
            *(dispatch.c[name] for name in kept),
        )
        .join(mail, mail.c.id == dispatch.c.mail_id)
        .outerjoin(letter_void, letter_void.c.letter_id == mail.c.letter_id)
        .outerjoin(mail_void, mail_void.c.mail_id == mail.c.id)
        .where(dispatch.c.office_id == office_id, dispatch.c.year == year, dispatch.c.expedition.is_not(None))
        .order_by(dispatch.c.expedition.desc())
    )
    typed = "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_SEARCH]
    if typed:
        columns = (mail.c.number, mail.c.subject, dispatch.c.recipient)
        statement = statement.where(or_(*(column.icontains(typed, autoescape=True) for column in columns)))
    return tuple(CarriedRow(*row) for row in connection.execute(statement.limit(limit).offset(offset)))


@dataclass(frozen=True, slots=True)
class BookYear:
    """How many lines an office has in one year; ``unsure`` of its e-mails never got an answer."""

    year: int
    incoming: int = 0
    outgoing: int = 0
    expedition: int = 0
    unsure: int = 0


_PLACES = {"masuk": "incoming", "keluar": "outgoing", "ekspedisi": "expedition", "mengirim": "unsure"}


def book_years(connection: Connection, office_id: int) -> tuple[BookYear, ...]:
    """Every year with lines, the newest first."""
    lines = select(mail.c.year, mail.c.direction, func.count()).where(mail.c.office_id == office_id)
    sent = select(dispatch.c.year, literal("ekspedisi"), func.count()).where(
        dispatch.c.office_id == office_id, dispatch.c.expedition.is_not(None)
    )
    unsure = select(dispatch.c.year, literal("mengirim"), func.count()).where(
        dispatch.c.office_id == office_id, dispatch.c.state == "mengirim"
    )
    parts = (
        lines.group_by(mail.c.year, mail.c.direction),
        sent.group_by(dispatch.c.year),
        unsure.group_by(dispatch.c.year),
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for year, kind, count in connection.execute(union_all(*parts)):
        found[year][_PLACES[kind]] = count
    return tuple(BookYear(year, **found[year]) for year in sorted(found, reverse=True))
