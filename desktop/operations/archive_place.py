"""Where the paper of registered letters lies: cupboard, shelf, box (C6)."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from db.tables.letters import mail
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.mail_lines import clean_texts, own_office
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SetArchivePlace(Command):
    """One place for several lines, as (line, version seen); an empty place takes it back."""

    lines: tuple[tuple[int, int], ...]
    place: str


@operation(SetArchivePlace)
def set_archive_place(work: Work, command: SetArchivePlace) -> Outcome:
    """All lines or none."""
    own_office(work)
    place = clean_texts(archive_place=command.place)["archive_place"]
    seen = dict(command.lines)
    if not seen:
        raise Refused("nothing", "Belum ada surat yang dipilih. Pilih dulu dari buku agenda.")
    columns = (mail.c.id, mail.c.version, mail.c.number, mail.c.archive_place)
    mine = (mail.c.id.in_(seen), mail.c.office_id == work.staff.office_id)
    rows = list(work.locked(select(*columns).where(*mine).order_by(mail.c.id)))
    drifted = [row for row in rows if row.version != seen[row.id]]
    if drifted or len(rows) < len(seen):
        count = len(drifted) + len(seen) - len(rows)
        raise Refused("stale", f"{count} baris agenda sudah diubah meja lain. Muat ulang buku agenda, lalu ulangi.")
    statement = update(mail).where(mail.c.id == bindparam("key"))
    changed = statement.values(archive_place=place, version=mail.c.version + 1)
    work.connection.execute(changed, [{"key": row.id} for row in rows])
    work.note(
        *(
            Entry("tempat_arsip", fields={"nomor": ("", row.number), "tempat": (row.archive_place, place)})
            for row in rows
        )
    )
    work.changed("mail")
    sentence = f"Tempat arsip {len(rows)} surat dicatat." if place else f"Tempat arsip {len(rows)} surat dikosongkan."
    return Outcome(sentence, done=tuple(row.id for row in rows))
