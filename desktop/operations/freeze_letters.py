"""Store the bytes of issued letters with their SHA-256; from then on the database refuses any change to them."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select, update

from db.statements import insert_or_skip
from db.tables.letters import letter_archive
from db.tables.papers import letter, letter_subject
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class FreezeLetters(Command):
    """(letter id, PDF, PDF of the archive copy with the paraf or ``None``), rendered from the letter's frozen facts."""

    files: tuple[tuple[int, bytes, bytes | None], ...]


@operation(FreezeLetters)
def freeze_letters(work: Work, command: FreezeLetters) -> Outcome:
    """Freeze each letter once. A letter that is frozen already keeps its first bytes.

    :raises Refused: for a letter of another office: only who issues it says what its paper is.
    """
    ids = [letter_id for letter_id, _pdf, _archive in command.files]
    foreign = select(letter.c.id).where(letter.c.id.in_(ids), letter.c.office_id != work.staff.office_id)
    if work.connection.scalar(foreign.limit(1)) is not None:
        raise Refused("other_office", "Surat ini diterbitkan kantor lain. Kantor itu yang menyimpan berkasnya.")
    done: list[int] = []
    for letter_id, pdf, archive in command.files:
        if not all(file.startswith(b"%PDF-") for file in (pdf, archive) if file is not None):
            raise Refused("not_a_pdf", "Berkas surat ini bukan PDF. Buka suratnya lagi dari daftar surat.")
        sha256 = hashlib.sha256(pdf).hexdigest()
        statement = update(letter).where(letter.c.id == letter_id, letter.c.sha256.is_(None))
        if work.connection.execute(statement.values(pdf=pdf, sha256=sha256)).rowcount:
            done.append(letter_id)
            if archive is not None:
                kept = {"letter_id": letter_id, "sha256": hashlib.sha256(archive).hexdigest(), "pdf": archive}
                insert_or_skip(work.connection, letter_archive, [kept])
            first = select(letter_subject.c.application_id).where(letter_subject.c.letter_id == letter_id).limit(1)
            work.note(Entry("surat:dibekukan", work.connection.scalar(first), fields={"sha256": ("", sha256)}))
    work.changed("letter")
    return Outcome(f"{len(done)} surat disimpan.", done=tuple(done))
