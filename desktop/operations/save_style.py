"""How one office wants its paper: size, type, white edges, emblem (C1)."""

import hashlib
import json
from dataclasses import dataclass, field, replace

import msgspec
from sqlalchemy import update

from db.queries.offices import OfficeRow
from db.statements import insert_or_skip
from db.tables.access import office as office_table
from db.tables.letters import emblem as emblem_table
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.letter_facts import wording
from desktop.operations.letter_samples import codes_of, sample_facts
from desktop.operations.outcome import Outcome
from desktop.operations.save_template import locked_office
from desktop.operations.work import Work, differing
from desktop.sop.letters import LetterStyle, write_style
from desktop.sop.refusals import Refused
from desktop.sop.typed import typed

MOST_BYTES = 2 * 1024 * 1024
_STALE = "Data kantor ini baru saja diubah. Muat ulang, lalu ulangi."
# An office that issues no letter of the procedure is tried on one of somebody else's.
_ANY = "rekomendasi"


@dataclass(frozen=True, kw_only=True)
class SaveLetterStyle(Command):
    """The office's paper; ``emblem`` as ``desktop.documents.pictures.normalise_emblem`` gave it (PNG).

    With ``keep_emblem`` the emblem stays as it is; without it ``None`` takes it away.
    """

    office_id: int
    version: int
    style: LetterStyle
    emblem: bytes | None = field(default=None, repr=False)
    keep_emblem: bool = True


@operation(SaveLetterStyle)
def save_letter_style(work: Work, command: SaveLetterStyle) -> Outcome:
    """For letters issued from now on; an emblem that letters carry already stays in its table (L8)."""
    work.need_role("admin")
    office = locked_office(work, command.office_id)
    if office.version != command.version:
        raise Refused("stale", _STALE)
    style = _well_typed(command.style)
    text = write_style(style) if style != LetterStyle() else ""
    sha256 = office.emblem_sha256 if command.keep_emblem else _store(work, command.emblem)
    _try_out(work, replace(office, letter_style=text, emblem_sha256=sha256))
    values = {"letter_style": text, "emblem_sha256": sha256}
    changes = differing({name: getattr(office, name) for name in values}, values)
    if not changes:
        raise Refused("unchanged", "Tidak ada yang berubah pada kertas dan kop kantor ini.")
    work.connection.execute(
        update(office_table).where(office_table.c.id == office.id).values(**values, version=office.version + 1)
    )
    work.note(Entry("tata_surat", fields={"kantor": ("", office.name)} | changes))
    work.changed("office")
    return Outcome(f"Kertas dan kop {office.name} disimpan.", data={"version": office.version + 1})


def _well_typed(style: LetterStyle) -> LetterStyle:
    """A command may be built by hand: what the stored text could not be read back as is refused."""
    try:
        return msgspec.convert(msgspec.to_builtins(style), typed(LetterStyle))
    except msgspec.ValidationError:
        raise Refused("bad_style", "Kertas atau huruf itu tidak dikenal. Pilih dari daftar.") from None


def _store(work: Work, content: bytes | None) -> str | None:
    if content is None:
        return None
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) > MOST_BYTES:
        raise Refused("bad_emblem", "Lambang itu tidak dapat dipakai. Pilih gambar PNG atau JPEG yang lain.")
    sha256 = hashlib.sha256(content).hexdigest()
    insert_or_skip(work.connection, emblem_table, [{"sha256": sha256, "content": content}])
    return sha256


def _try_out(work: Work, office: OfficeRow) -> None:
    """Every letter of the office, in the wording in force, must find room on this paper."""
    for code in codes_of(office.kind) or (_ANY,):
        facts = sample_facts(work.connection, office, code, work.today)
        problems = work.paper_problems(json.dumps(facts), wording(work.connection, office.id, code).toml)
        if problems:
            raise Refused("bad_style", problems[0][1])
