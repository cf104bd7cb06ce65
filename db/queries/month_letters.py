"""The Berita Acara of a reconciled month as a letter: which one counts, whether it is signed, what the other side calls it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.queries.drafts import OPEN
from db.tables.letters import draft, draft_month, letter_month, letter_partner, letter_signed, letter_void
from db.tables.papers import letter


@dataclass(frozen=True, slots=True)
class MonthLetter:
    """``signed``: "tte", "basah" (a scan of the paper), "" while nobody brought it back. ``partner_number`` and
    ``partner_dated`` are the other side's. ``sha256``: of the file that counts, "" while none is frozen."""

    letter_id: int
    number: str
    issued_on: date
    sha256: str
    signed: str
    signed_at: datetime | None
    signer_name: str
    partner_number: str
    partner_dated: date | None


def letter_of_month(connection: Connection, month_id: int) -> MonthLetter | None:
    """The Berita Acara that closed a month; ``None`` while it is open, and for one closed before there were any."""
    newest = select(func.max(letter_partner.c.id)).where(letter_partner.c.letter_id == letter.c.id)
    statement = (
        select(
            *(letter.c.id, letter.c.number, letter.c.issued_on),
            func.coalesce(letter_signed.c.sha256, letter.c.sha256, ""),
            func.coalesce(letter_signed.c.kind, ""),
            letter_signed.c.signed_at,
            func.coalesce(letter_signed.c.signer_name, ""),
            func.coalesce(letter_partner.c.number, ""),
            letter_partner.c.dated,
        )
        .join(letter_month, letter_month.c.letter_id == letter.c.id)
        .outerjoin(letter_void, letter_void.c.letter_id == letter.c.id)
        .outerjoin(letter_signed, letter_signed.c.letter_id == letter.c.id)
        .outerjoin(letter_partner, letter_partner.c.id == newest.correlate(letter).scalar_subquery())
        .where(letter_month.c.reconciliation_id == month_id, letter_void.c.letter_id.is_(None))
        .order_by(letter.c.id.desc())
    )
    found = connection.execute(statement).first()
    return None if found is None else MonthLetter(*found)


def partner_of(connection: Connection, letter_id: int) -> tuple[str, date | None]:
    """(number, day) that the other side gave a letter; nothing while it is not told."""
    mine = letter_partner.c.letter_id == letter_id
    statement = select(letter_partner.c.number, letter_partner.c.dated).where(mine).order_by(letter_partner.c.id.desc())
    found = connection.execute(statement).first()
    return (found[0], found[1]) if found else ("", None)


def month_of_letter(connection: Connection, letter_id: int) -> int | None:
    """The month whose Berita Acara this letter is."""
    return connection.scalar(select(letter_month.c.reconciliation_id).where(letter_month.c.letter_id == letter_id))


def month_of_draft(connection: Connection, draft_id: int) -> int | None:
    """The month whose Berita Acara this draft is."""
    return connection.scalar(select(draft_month.c.reconciliation_id).where(draft_month.c.draft_id == draft_id))


def draft_on_its_way(connection: Connection, month_id: int) -> int | None:
    """The draft of a month that is neither issued nor called off."""
    statement = (
        select(draft.c.id)
        .join(draft_month, draft_month.c.draft_id == draft.c.id)
        .where(draft_month.c.reconciliation_id == month_id, draft.c.state.in_(OPEN))
    )
    return connection.scalar(statement.order_by(draft.c.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Signing:
    """What is asked when a letter signed by hand comes back. ``facts``: as frozen, for the names that stand under it;
    ``both``: a Berita Acara, with the other side's number and day."""

    letter_id: int
    number: str
    issued_on: date
    facts: str
    both: bool
    partner_number: str
    partner_dated: date | None


def signing_of(connection: Connection, letter_id: int) -> Signing | None:
    """One letter that is to be signed."""
    columns = (letter.c.id, letter.c.number, letter.c.issued_on, letter.c.facts)
    found = connection.execute(select(*columns).where(letter.c.id == letter_id)).first()
    if found is None:
        return None
    both = month_of_letter(connection, letter_id) is not None
    number, dated = partner_of(connection, letter_id)
    return Signing(found.id, found.number, found.issued_on, found.facts, both, number, dated)
