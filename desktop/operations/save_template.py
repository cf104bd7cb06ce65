"""The wording an office gives one of its letters (C1): tried before it is kept, kept for ever."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import insert, select

from db.queries.letter_templates import template_history
from db.queries.offices import OfficeRow
from db.tables.access import office as office_table
from db.tables.letters import letter_template
from desktop.operations.command import Command, operation
from desktop.operations.issue import office_of
from desktop.operations.journal import Entry
from desktop.operations.letter_samples import codes_of, sample_facts
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.letters import letter_kind, read_kind, shipped_template
from desktop.sop.refusals import Refused, WrongDeclaration

LONGEST, LONGEST_NOTE = 100_000, 300
_STALE = "Templat ini baru saja diubah orang lain. Lihat Riwayat, lalu simpan lagi bila masih perlu."


@dataclass(frozen=True, kw_only=True)
class SaveTemplate(Command):
    """The text of ``letter.toml`` for one letter of an office; an empty one brings the program's own wording back.

    ``seen`` is the newest saved wording that was on the screen (0: none yet); ``None`` replaces whatever there is.
    """

    office_id: int
    code: str
    toml: str = ""
    note: str = ""
    seen: int | None = None


@operation(SaveTemplate)
def save_template(work: Work, command: SaveTemplate) -> Outcome:
    """Letters issued from now on use it; those already issued keep the wording they were issued with (L8)."""
    work.need_role("admin")
    office = locked_office(work, command.office_id)
    history = template_history(work.connection, office.id, command.code)
    if command.seen is not None and command.seen != (history[0].id if history else 0):
        raise Refused("stale", _STALE)
    template_id = keep_template(work, office, command.code, command.toml, command.note)
    if template_id is None:
        raise Refused("unchanged", "Isinya sama dengan templat yang berlaku. Tidak ada yang perlu disimpan.")
    title = letter_kind(command.code).title
    back = not template_text(command.code, command.toml)
    sentence = f"{title} kembali ke templat bawaan." if back else f"Templat {title} disimpan untuk {office.name}."
    return Outcome(sentence, done=(template_id,), data={"template": template_id})


def locked_office(work: Work, office_id: int) -> OfficeRow:
    """An office whose templates nobody else changes until the commit. :raises Refused:"""
    work.locked(select(office_table.c.id).where(office_table.c.id == office_id))
    return office_of(work, office_id)


def template_text(code: str, toml: str) -> str:
    """The text as it is kept: line ends of one kind; "" for what is the program's own wording."""
    text = toml.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or text.strip() == shipped_template(code).strip():
        return ""
    return text if text.endswith("\n") else f"{text}\n"


def keep_template(work: Work, office: OfficeRow, code: str, toml: str, note: str) -> int | None:
    """A new row of the office's history; ``None`` when it would say the same as the newest one.

    :raises Refused: for a letter this office does not issue, and for a wording that cannot make one: line, key, remedy.
    """
    if code not in codes_of(office.kind):
        sentence = f"{office.name} tidak menerbitkan surat itu. Pilih surat dari daftar kantor ini."
        raise Refused("unknown_letter", sentence)
    if len(toml) > LONGEST:
        raise Refused("too_long", f"Templat lebih dari {LONGEST // 1000}.000 huruf. Pendekkan teksnya.")
    if len(note) > LONGEST_NOTE:
        raise Refused("too_long", f"Catatan lebih dari {LONGEST_NOTE} huruf. Pendekkan catatannya.")
    text = template_text(code, toml)
    history = template_history(work.connection, office.id, code)
    before = history[0].toml if history else ""
    if text == before:
        return None
    if text:
        _try_out(work, office, code, text)
    values = {
        "office_id": office.id,
        "code": code,
        "toml": text,
        "note": note.strip(),
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    template_id: int = work.connection.execute(
        insert(letter_template).returning(letter_template.c.id), values
    ).scalar_one()
    prints = (_fingerprint(before), _fingerprint(text))
    fields = {"kantor": ("", office.name), "surat": ("", code), "templat": ("", template_id), "sha256": prints}
    work.note(Entry("templat_surat", reason=note.strip(), fields=fields))
    work.changed("letter_template")
    return template_id


def _try_out(work: Work, office: OfficeRow, code: str, text: str) -> None:
    facts = sample_facts(work.connection, office, code, work.today)
    problems = work.paper_problems(json.dumps(facts), text)
    if problems:
        raise Refused("bad_template", problems[0][1])
    try:
        read_kind(text, f"templat {code}")
    except WrongDeclaration as wrong:
        raise Refused("bad_template", f"{wrong.sentence} Perbaiki templatnya.") from None


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else "bawaan"
