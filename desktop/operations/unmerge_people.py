"""A merge of two records was wrong: both are again what they were, unless later work stands upon it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from db.registry import merge
from db.tables.people import membership
from db.tables.registry import person_merge
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class UnmergePeople(Command):
    """``merge_id``: the merge; ``reason`` is kept in the journal."""

    merge_id: int
    reason: str


@operation(UnmergePeople)
def unmerge_people(work: Work, command: UnmergePeople) -> Outcome:
    """:raises Refused: ``built_upon`` when anything of the kept record, or of what hangs on it, is another than the merge
    left it: nobody could say to which of the two it belongs."""
    work.need_role("dinkes")
    reason = command.reason.strip()
    if len(reason) < 5:
        raise Refused("no_reason", "Alasan pembatalan masih kosong. Tulis alasannya, lalu ulangi.")
    row = work.connection.execute(select(person_merge).where(person_merge.c.id == command.merge_id)).first()
    if row is None:
        raise Refused("no_merge", "Penggabungan itu tidak ada di wilayah kerja Anda. Muat ulang halaman ini.")
    people = sorted((row.kept_id, row.merged_id))
    work.backend.hold(work.connection, "person", people, shared=False)
    # Read again behind the lock: whoever was faster has taken it apart.
    row = work.connection.execute(select(person_merge).where(person_merge.c.id == command.merge_id)).one()
    if row.undone_at is not None:
        raise Refused("undone", "Penggabungan ini sudah dibatalkan. Tidak ada yang berubah.")
    moved = json.loads(row.moved)
    work.locked(select(membership.c.id).where(membership.c.person_id.in_(people)).order_by(membership.c.id)).all()
    kept, merged = (merge.record_of(work.connection, one) for one in (row.kept_id, row.merged_id))
    _nothing_stands_upon(work, row, moved, kept)
    rows = merge.hanging(work.connection, [row.kept_id])
    done = {"undone_by": work.staff.id, "undone_at": work.now}
    work.connection.execute(update(person_merge).where(person_merge.c.id == row.id).values(done))
    before = {name: _typed(name, value) for name, value in moved["before"].items()}
    merge.take_apart(work.connection, row.kept_id, row.merged_id, moved, before)
    work.changed("person")
    work.changed("membership")
    work.changed("application", list(rows["permohonan"]))
    names = (kept["registration"], f"{kept['registration']} dan {merged['registration']}")
    entry = Entry(
        "gabung_batal",
        person_id=row.kept_id,
        reason=reason,
        fields={"digabung": names},
        subjects=(row.merged_id,),
    )
    work.note(entry)
    sentence = f"Penggabungan dibatalkan: {names[1]} kembali menjadi dua catatan seperti semula."
    return Outcome(sentence, data={"kept": row.kept_id, "merged": row.merged_id})


def _nothing_stands_upon(work: Work, row: Any, moved: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    if kept["merged_into"] is not None or merge.later_merge(work.connection, row.id, row.kept_id) is not None:
        what = "Catatan ini digabung lagi sesudahnya."
        raise Refused("merged_later", f"{what} Batalkan dulu penggabungan yang lebih baru, lalu ulangi.")
    now = merge.digests(merge.hanging(work.connection, [row.kept_id]), kept)
    others = [word for word, digest in moved["digests"].items() if now[word] != digest]
    if others:
        what = f"Sesudah digabung, {', '.join(others)} orang ini sudah berubah atau bertambah."
        way = "Tidak dapat dipastikan milik catatan yang mana; perbaiki datanya di catatan ini."
        raise Refused("built_upon", f"{what} {way}")
    _numbers_are_free(work, moved)


def _numbers_are_free(work: Work, moved: Mapping[str, Any]) -> None:
    """A number that ended with the merge may run for somebody else by now."""
    ended = select(membership.c.participant_number).where(membership.c.id.in_(moved["ended"]))
    runs = membership.c.valid_to.is_(None) & membership.c.participant_number.in_(ended)
    number = work.connection.scalar(select(membership.c.participant_number).where(runs).limit(1))
    if number is not None:
        what = "Nomor peserta yang diakhiri penggabungan ini sudah berlaku lagi atas nama lain."
        raise Refused("number_taken", f"{what} Tanyakan dulu kepada BPJS milik siapa nomor itu.")


def _typed(name: str, value: Any) -> Any:
    """The value as the column knows it: days were kept as text."""
    return date.fromisoformat(value) if name == "birth_date" and value is not None else value
