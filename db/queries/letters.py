"""Letters and card sheets as issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, exists, func, select, union

from db.tables.access import office
from db.tables.cases import application, batch
from db.tables.letters import letter_issue, letter_signed, letter_template, letter_void
from db.tables.papers import card, card_sheet, letter, letter_subject


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a register; ``frozen`` says whether its bytes are stored. ``signed``: "tte", "basah"
    for the scan of a paper signed by hand, "" without one."""

    id: int
    code: str
    number: str
    issued_on: date
    office_id: int
    office_name: str
    to_office: str
    people: int
    frozen: bool
    sha256: str | None
    voided: bool
    signed: str
    to_office_id: int

    def concerns(self, office_id: int) -> bool:
        """Whether this office wrote or received the letter."""
        return office_id in (self.office_id, self.to_office_id)


def register() -> Select[tuple[object, ...]]:
    """The columns of a ``LetterRow``, newest first."""
    target = office.alias("target")
    return (
        select(
            letter.c.id,
            letter.c.code,
            letter.c.number,
            letter.c.issued_on,
            letter.c.office_id,
            office.c.name,
            target.c.name,
            batch.c.people,
            letter.c.sha256.is_not(None),
            letter.c.sha256,
            letter_void.c.letter_id.is_not(None),
            func.coalesce(letter_signed.c.kind, ""),
            target.c.id,
        )
        .join(office, office.c.id == letter.c.office_id)
        .join(batch, batch.c.id == letter.c.batch_id)
        .join(target, target.c.id == batch.c.to_office_id)
        .outerjoin(letter_void, letter_void.c.letter_id == letter.c.id)
        .outerjoin(letter_signed, letter_signed.c.letter_id == letter.c.id)
        .order_by(letter.c.id.desc())
    )


def letters_of_office(connection: Connection, office_id: int, limit: int = 500) -> tuple[LetterRow, ...]:
    """Letters this office wrote or received, newest first."""
    written = select(letter.c.id).where(letter.c.office_id == office_id).order_by(letter.c.id.desc()).limit(limit)
    mine = union(_ids(written), *received_ids(office_id, limit))
    return tuple(LetterRow(*row) for row in connection.execute(register().where(letter.c.id.in_(mine)).limit(limit)))


def received_ids(office_id: int, limit: int) -> tuple[Select[tuple[int]], ...]:
    """Of the newest lists with a letter that an office received, the letters; and those written anew for older lists.

    Walked from the newest list: asking every letter of an office for its order costs as many steps as it has letters.
    """
    lists = (
        select(batch.c.id)
        .where(batch.c.to_office_id == office_id, exists().where(letter.c.batch_id == batch.c.id))
        .order_by(batch.c.id.desc())
        .limit(limit)
    )
    newest = lists.subquery()
    received = select(letter.c.id).join(newest, newest.c.id == letter.c.batch_id)
    anew = (
        select(letter.c.id)
        .join(letter_void, letter_void.c.replaced_by == letter.c.id)
        .join(batch, batch.c.id == letter.c.batch_id)
        .where(batch.c.to_office_id == office_id)
    )
    return received, anew


def _ids(statement: Select[tuple[int]]) -> Select[tuple[int]]:
    # SQLite sorts and cuts off inside a UNION only what stands in brackets of its own.
    inner = statement.subquery()
    return select(inner.c.id)


def letters_of_person(connection: Connection, person_id: int) -> tuple[LetterRow, ...]:
    """Letters that name this person, newest first."""
    named = (
        select(letter_subject.c.letter_id)
        .join(application, application.c.id == letter_subject.c.application_id)
        .where(application.c.person_id == person_id)
    )
    return tuple(LetterRow(*row) for row in connection.execute(register().where(letter.c.id.in_(named))))


def all_letters(connection: Connection) -> tuple[LetterRow, ...]:
    """Every letter of every office, newest first."""
    return tuple(LetterRow(*row) for row in connection.execute(register()))


def letter_file(connection: Connection, letter_id: int) -> tuple[str, bytes | None] | None:
    """(number, frozen bytes) of a letter; bytes are ``None`` until they are frozen."""
    row = connection.execute(select(letter.c.number, letter.c.pdf).where(letter.c.id == letter_id)).first()
    return (row.number, row.pdf) if row else None


def letter_by_hash(connection: Connection, sha256: str) -> LetterRow | None:
    """The issued letter with exactly these bytes, or ``None``."""
    row = connection.execute(register().where(letter.c.sha256 == sha256)).first()
    return LetterRow(*row) if row else None


def unfrozen(connection: Connection, ids: Sequence[int]) -> tuple[tuple[int, str, str | None], ...]:
    """(id, frozen facts, the office's own template or ``None``) of those whose bytes are not stored yet."""
    statement = (
        select(letter.c.id, letter.c.facts, letter_template.c.toml)
        .outerjoin(letter_issue, letter_issue.c.letter_id == letter.c.id)
        .outerjoin(letter_template, letter_template.c.id == letter_issue.c.template_id)
        .where(letter.c.sha256.is_(None), letter.c.id.in_(ids))
    )
    return tuple((row.id, row.facts, row.toml) for row in connection.execute(statement.order_by(letter.c.id)))


def unfrozen_of_office(connection: Connection, office_id: int, limit: int) -> tuple[int, ...]:
    """The newest letters of an office whose bytes are not stored: a program died between commit and paper."""
    statement = select(letter.c.id).where(letter.c.sha256.is_(None), letter.c.office_id == office_id)
    return tuple(connection.scalars(statement.order_by(letter.c.id.desc()).limit(limit)))


@dataclass(frozen=True, slots=True)
class CardRow:
    """One copy of a card that was made."""

    id: int
    application_id: int
    participant_number: str
    layout: str
    copy: int
    reason: str
    sheet_id: int
    created_at: datetime


def cards_of_person(connection: Connection, person_id: int) -> tuple[CardRow, ...]:
    """Copies made for a person, newest first."""
    columns = [card.c[name] for name in CardRow.__dataclass_fields__]
    mine = select(application.c.id).where(application.c.person_id == person_id)
    statement = select(*columns).where(card.c.application_id.in_(mine)).order_by(card.c.id.desc())
    return tuple(CardRow(*row) for row in connection.execute(statement))


def sheet_by_hash(connection: Connection, sha256: str) -> int | None:
    """The id of the sheet with exactly these bytes, or ``None``."""
    return connection.scalar(select(card_sheet.c.id).where(card_sheet.c.sha256 == sha256))


def card_file(connection: Connection, sheet_id: int) -> bytes | None:
    """The frozen PDF of a sheet of cards, or ``None``."""
    return connection.scalar(select(card_sheet.c.pdf).where(card_sheet.c.id == sheet_id))
