"""What the check of a letter asks: which letter a file or a token is about, and what became of that letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.queries.letters import LetterRow, register
from db.tables.cases import batch
from db.tables.letters import letter_archive, letter_issue, letter_signed, letter_void
from db.tables.papers import letter


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """``void_reason`` is ``None`` while the letter counts; ``signed_sha256`` is ``None`` without a signed file,
    ``signed_kind`` says what that is: tte, or basah for the scan of a paper signed by hand."""

    letter_id: int
    office_id: int
    to_office_id: int
    sha256: str | None
    void_reason: str | None
    voided_at: datetime | None
    replaced_by: int | None
    replaced_number: str
    signed_sha256: str | None
    signed_at: datetime | None
    signer_name: str
    issuer: str
    archived: bool
    signed_kind: str = ""

    def concerns(self, office_id: int) -> bool:
        """Whether this office wrote or received the letter."""
        return office_id in (self.office_id, self.to_office_id)


@dataclass(frozen=True, slots=True)
class LetterFiles:
    """The stored files of a letter: ``pdf`` as issued, ``signed`` as it came back, ``archive`` with the paraf."""

    pdf: bytes | None
    signed: bytes | None
    archive: bytes | None


def letter_by_id(connection: Connection, letter_id: int) -> LetterRow | None:
    """One letter of the register."""
    row = connection.execute(register().where(letter.c.id == letter_id)).first()
    return LetterRow(*row) if row else None


def letter_status(connection: Connection, letter_id: int) -> LetterStatus | None:
    """What became of one letter."""
    successor = letter.alias("successor")
    statement = (
        select(
            letter.c.id,
            letter.c.office_id,
            batch.c.to_office_id,
            letter.c.sha256,
            letter_void.c.reason,
            letter_void.c.voided_at,
            letter_void.c.replaced_by,
            func.coalesce(successor.c.number, ""),
            letter_signed.c.sha256,
            letter_signed.c.signed_at,
            func.coalesce(letter_signed.c.signer_name, ""),
            func.coalesce(letter_signed.c.issuer, ""),
            letter_archive.c.letter_id.is_not(None),
            func.coalesce(letter_signed.c.kind, ""),
        )
        .join(batch, batch.c.id == letter.c.batch_id)
        .outerjoin(letter_void, letter_void.c.letter_id == letter.c.id)
        .outerjoin(successor, successor.c.id == letter_void.c.replaced_by)
        .outerjoin(letter_signed, letter_signed.c.letter_id == letter.c.id)
        .outerjoin(letter_archive, letter_archive.c.letter_id == letter.c.id)
        .where(letter.c.id == letter_id)
    )
    row = connection.execute(statement).first()
    return LetterStatus(*row) if row else None


def letter_files(connection: Connection, letter_id: int) -> LetterFiles:
    """The files of one letter; what there is not is ``None``."""
    statement = (
        select(letter.c.pdf, letter_signed.c.content, letter_archive.c.pdf)
        .outerjoin(letter_signed, letter_signed.c.letter_id == letter.c.id)
        .outerjoin(letter_archive, letter_archive.c.letter_id == letter.c.id)
        .where(letter.c.id == letter_id)
    )
    row = connection.execute(statement).first()
    return LetterFiles(*row) if row else LetterFiles(None, None, None)


def letter_with_hash(connection: Connection, sha256: str) -> tuple[int, str] | None:
    """(letter id; ``pdf``, ``signed`` or ``archive``) of the stored file with exactly these bytes, or ``None``."""
    places = (
        (select(letter.c.id).where(letter.c.sha256 == sha256), "pdf"),
        (select(letter_signed.c.letter_id).where(letter_signed.c.sha256 == sha256), "signed"),
        (select(letter_archive.c.letter_id).where(letter_archive.c.sha256 == sha256), "archive"),
    )
    for statement, name in places:
        found = connection.scalar(statement.limit(1))
        if found is not None:
            return found, name
    return None


def letter_with_token(connection: Connection, token: str) -> int | None:
    """The letter whose code for the internal check says this."""
    return connection.scalar(select(letter_issue.c.letter_id).where(letter_issue.c.token == token))


def letters_numbered(connection: Connection, number: str, limit: int = 20) -> tuple[int, ...]:
    """Letters with this number: a letter and what was filed under it; other offices may have the same number."""
    statement = select(letter.c.id).where(letter.c.number == number).order_by(letter.c.id.desc()).limit(limit)
    return tuple(connection.scalars(statement))


def letters_sized(connection: Connection, size: int, limit: int = 20) -> tuple[int, ...]:
    """Letters whose stored file has exactly this many bytes, the newest first. Reads every letter's length."""
    mine = (letter.c.sha256.is_not(None), func.length(letter.c.pdf) == size)
    return tuple(connection.scalars(select(letter.c.id).where(*mine).order_by(letter.c.id.desc()).limit(limit)))
