"""Two records turn out to be one person (B6): everything hangs on the kept one from now on, and can be taken apart again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from db.registry import merge
from db.registry.merge import Ending, Plan, Rows
from db.tables.people import membership, person
from db.tables.reconciliation import reconciliation
from db.tables.registry import person_merge, resident
from desktop.operations.command import Command, operation
from desktop.operations.edit_case import say_value
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.one_person import CHOICES, DOUBLE, Running, endings, nik_after
from desktop.sop.reconciling import month_of
from desktop.sop.refusals import Refused

Record = dict[str, Any]
_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class MergePeople(Command):
    """``take``: keys of :data:`CHOICES` whose value comes from the merged record; all others stay as they are.
    ``stays`` and ``effective``: when both have a running membership, the one that goes on, and the first day on which
    the others hold no more. ``seen``: (kept, merged) versions that the clerk looked at."""

    kept_id: int
    merged_id: int
    reason: str
    seen: tuple[int, int]
    take: tuple[str, ...] = ()
    stays: int | None = None
    effective: date | None = None


@operation(MergePeople)
def merge_people(work: Work, command: MergePeople) -> Outcome:
    """:raises Refused: for a record with itself, one that was merged already or is not in sight, two people by Dukcapil,
    two standing deaths or moves, two running memberships nobody chose between."""
    work.need_role("dinkes")
    reason = _reason(command)
    kept, merged = _records(work, command)
    people = (command.kept_id, command.merged_id)
    work.locked(select(membership.c.id).where(membership.c.person_id.in_(people)).order_by(membership.c.id)).all()
    rows = merge.hanging(work.connection, people)
    _one_event(rows)
    plan = _plan(work, command, kept, merged, rows)
    repoint = merge.pointing_to(work.connection, command.merged_id)
    merge_id = _write(work, plan, kept, rows, repoint, reason)
    moved = len(rows["permohonan"]), len(rows["kepesertaan"])
    _tell(work, plan, kept, merged, rows, reason)
    ended = f", {len(plan.endings)} kepesertaan ganda berakhir {plan.endings[0].day:%d-%m-%Y}" if plan.endings else ""
    names = f"{merged['registration']} digabung ke {kept['registration']}"
    sentence = f"{names}: {moved[0]} permohonan dan {moved[1]} kepesertaan{ended}."
    return Outcome(sentence, data={"merge": merge_id, "kept": command.kept_id, "merged": command.merged_id})


def _reason(command: MergePeople) -> str:
    reason = command.reason.strip()
    if not 5 <= len(reason) <= _LONGEST:
        what = f"Alasan penggabungan harus 5 sampai {_LONGEST} huruf."
        raise Refused("no_reason", f"{what} Tulis mengapa kedua catatan ini satu orang.")
    if set(command.take) - CHOICES.keys():
        raise Refused("unknown_field", "Ada isian yang tidak dikenal. Muat ulang halaman ini.")
    if command.kept_id == command.merged_id:
        raise Refused("itself", "Catatan tidak dapat digabung dengan dirinya sendiri. Pilih catatan yang lain.")
    return reason


def _records(work: Work, command: MergePeople) -> tuple[Record, Record]:
    """(kept, merged), held until the commit. :raises Refused:"""
    people = [command.kept_id, command.merged_id]
    work.backend.hold(work.connection, "person", sorted(people), shared=False)
    found = [merge.record_of(work.connection, one) for one in people]
    if not all(found):
        what = "Salah satu catatan tidak ada di wilayah kerja Anda."
        raise Refused("no_person", f"{what} Minta kantor yang mencatatnya menggabungkan, atau muat ulang daftar.")
    for one in found:
        if one["merged_into"] is not None:
            what = f"Catatan {one['registration']} sudah digabung ke catatan lain."
            raise Refused("merged_before", f"{what} Buka catatan yang dipertahankan, lalu ulangi dari sana.")
    if tuple(one["version"] for one in found) != tuple(command.seen):
        raise Refused("stale", "Salah satu catatan berubah sejak Anda membukanya. Muat ulang, periksa, lalu ulangi.")
    return found[0], found[1]


def _one_event(rows: Rows) -> None:
    standing = [row for row in rows["peristiwa"].values() if row["revoked_at"] is None]
    if len(standing) > 1:
        what = "Kedua catatan punya kematian atau pindah yang masih berlaku."
        raise Refused("two_events", f"{what} Minta Dukcapil mencabut salah satunya, lalu ulangi.")


def _plan(work: Work, command: MergePeople, kept: Record, merged: Record, rows: Rows) -> Plan:
    known = set(work.connection.scalars(select(resident.c.nik).where(resident.c.nik.in_([kept["nik"], merged["nik"]]))))
    nik = nik_after(kept["nik"], merged["nik"], kept_known=kept["nik"] in known, merged_known=merged["nik"] in known)
    running = [_running(work, row) for row in rows["kepesertaan"].values() if row["valid_to"] is None]
    chosen = endings(running, command.stays, command.effective, today=work.today)
    columns = [name for key in command.take for name in CHOICES[key]]
    cards = [row for row in rows["kartu keluarga"].values() if row["valid_to"] is None]
    ours = any(row["person_id"] == command.kept_id for row in cards)
    return Plan(
        kept_id=command.kept_id,
        merged_id=command.merged_id,
        fields={name: merged[name] for name in columns if merged[name] != kept[name]},
        nik=nik,
        endings=[Ending(one, day, DOUBLE) for one, day in chosen],
        families=[row["id"] for row in cards if ours and row["person_id"] == command.merged_id],
        day=work.today,
        at=work.now,
    )


def _running(work: Work, row: Mapping[str, Any]) -> Running:
    r = reconciliation.c
    closed = select(func.max(r.period)).where(r.segment == row["segment"], r.state == "tutup")
    period = work.connection.scalar(closed)
    first = month_of(period) if period else None
    return Running(row["id"], row["participant_number"], row["segment"], row["valid_from"], first)


def _write(work: Work, plan: Plan, kept: Record, rows: Rows, repoint: list[int], reason: str) -> int:
    """The merge's own row first: it opens the walls for these two people until the commit."""
    keys = merge.add_keys(work.connection, plan.merged_id, plan.kept_id)
    moved = {
        "rows": {
            word: [one for one, row in table.items() if row["person_id"] == plan.merged_id]
            for word, table in rows.items()
        },
        "ended": [end.membership_id for end in plan.endings],
        "families": list(plan.families),
        "repointed": repoint,
        "keys": keys,
        "nik": [kept["nik"], _nik_of(work, plan.merged_id)],
        "before": {name: _plain(kept[name]) for name in plan.fields},
        "after": {name: _plain(value) for name, value in plan.fields.items()},
        "digests": merge.after(plan, rows, kept),
    }
    values = {
        "kept_id": plan.kept_id,
        "merged_id": plan.merged_id,
        "moved": json.dumps(moved, ensure_ascii=False),
        "reason": reason,
        "staff_id": work.staff.id,
        "at": work.now,
    }
    written = work.connection.execute(insert(person_merge).values(values))
    key = written.inserted_primary_key
    assert key is not None  # noqa: S101 (every merge has a number of its own)
    merge_id: int = key[0]
    merge.carry_over(work.connection, plan, rows, merge_id, repoint)
    return merge_id


def _nik_of(work: Work, person_id: int) -> str | None:
    return work.connection.scalar(select(person.c.nik).where(person.c.id == person_id))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell(work: Work, plan: Plan, kept: Record, merged: Record, rows: Rows, reason: str) -> None:
    work.changed("person")
    work.changed("membership")
    work.changed("application", list(rows["permohonan"]))
    fields: dict[str, tuple[Any, Any]] = {
        name: (say_value(kept[name]), say_value(value)) for name, value in plan.fields.items()
    }
    fields["digabung"] = (merged["registration"], kept["registration"])
    if plan.nik[0] != kept["nik"]:
        fields["nik"] = (kept["nik"], plan.nik[0])
    if plan.endings:
        fields["kepesertaan_ganda"] = ("", f"{plan.endings[0].day:%Y-%m-%d}")
    work.note(Entry("orang_digabung", person_id=plan.kept_id, reason=reason, fields=fields, subjects=(plan.merged_id,)))
