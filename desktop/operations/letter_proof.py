"""The proof of stored letters: their bytes against their SHA-256, and that against the journal."""

import hashlib
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, cast, exists, select

from db.tables.letters import letter_archive, letter_signed
from db.tables.papers import letter, letter_subject
from db.tables.traces import journal
from desktop.operations.seal_proof import Findings

FILES: tuple[tuple[str, Table, str, str], ...] = (
    # what it is called, table, column of the letter's id, column of the bytes
    ("PDF surat", letter, "id", "pdf"),
    ("salinan arsip", letter_archive, "letter_id", "pdf"),
    ("surat ber-TTE", letter_signed, "letter_id", "content"),
)


def prove_letters(connection: Connection, findings: Findings) -> int:
    """The number of stored files read, a few at a time; each that is not what was stored is named by its letter."""
    count = 0
    for name, table, key, content in FILES:
        statement = select(table.c[key], cast(table.c[content], LargeBinary), table.c.sha256).where(
            table.c[content].is_not(None)
        )
        rows = connection.execute(statement.order_by(table.c[key]).execution_options(yield_per=20))
        for letter_id, data, sha256 in rows:
            count += 1
            if hashlib.sha256(data).hexdigest() != sha256:
                findings.note_file("surat", letter_id, f"{name} nomor urut {letter_id} diubah: SHA-256 tidak cocok")
    for letter_id in connection.scalars(_unknown().limit(200)):
        sentence = f"SHA-256 surat nomor urut {letter_id} berbeda dari yang tercatat di jurnal"
        findings.note_file("surat", letter_id, sentence)
    return count


def _unknown() -> Any:
    """Letters whose SHA-256 no line of the journal knows, or that lost their bytes."""
    mine: ColumnElement[bool] = journal.c.application_id.in_(
        select(letter_subject.c.application_id).where(letter_subject.c.letter_id == letter.c.id)
    )
    frozen = (journal.c.action == "surat:dibekukan", mine)
    told = exists().where(*frozen, journal.c.fields.contains(letter.c.sha256))
    some = exists().where(letter_subject.c.letter_id == letter.c.id)
    return select(letter.c.id).where(letter.c.sha256.is_not(None), some, ~told).order_by(letter.c.id)
