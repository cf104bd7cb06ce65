"""Refusals: what a clerk is told when the procedure says no. Every one is a sentence with a way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one thing is refused: a stable ``code`` for tests and journals, a ``sentence`` for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """One person of a list who stays behind: ``row_id`` of the record, how the clerk knows it (``label``), and why."""

    row_id: int
    label: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record that two clerks changed: what stands there now and what this clerk typed.

    ``who`` and ``at`` say by whom and when the stored value was written, as far as the journal knows.
    """

    field: str
    label: str
    theirs: str
    yours: str
    who: str = ""
    at: datetime | None = None


class Refused(Exception):
    """A whole command was refused; nothing was changed.

    ``sentence`` says what, why and what to do now; ``rows`` names the records concerned;
    ``differences`` shows, per field, what another clerk stored meanwhile; ``wait_seconds`` how long a locked
    account stays locked.
    The text of the exception is the code alone, so that no personal data reaches a log.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        rows: Sequence[RowRefusal] = (),
        differences: Sequence[Difference] = (),
        wait_seconds: int = 0,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.rows = tuple(rows)
        self.differences = tuple(differences)
        self.wait_seconds = wait_seconds


class Conflict(Refused):
    """Two clerks changed the same fields of one record. Nothing was stored: the clerk chooses field by field and saves
    again. Fields that only one of them touched are no difference; they live together."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        said = "Meja lain baru saja mengubah isian yang sama. Pilih per isian mana yang dipakai, lalu simpan lagi."
        super().__init__("conflict", said, differences=differences)


class WrongDeclaration(Exception):
    """A file of the program's own declarations cannot be read: names file, key and remedy."""

    def __init__(self, file: str, key: str, sentence: str) -> None:
        super().__init__(f"{file}: {key}: {sentence}" if key else f"{file}: {sentence}")
        self.file = file
        self.key = key
        self.sentence = sentence
