"""Two records of one person made one, row by row, and taken apart again; every statement names two people at most."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.papers import paper
from db.tables.people import membership, person, person_key
from db.tables.registry import family_member, person_merge

HANGING: Mapping[str, Table] = {
    "permohonan": application,
    "kepesertaan": membership,
    "kartu keluarga": family_member,
    "peristiwa": civil_event,
    "berkas": paper,
}
"""What hangs on a person, by the word a clerk knows it under. The journal and where values came from stay where they were
written (the guards hold them), and are read through ``merged_into``."""
_NOT_COMPARED = frozenset({"person_id", "version", "end_merge_id", "content", "created_at", "at"})
# Columns that records merged before they existed were not compared by.
_LATER = {
    "kartu keluarga": {"end_run_id"},
    "kepesertaan": {"family_number", "facility_code"},
    "peristiwa": {"note", "run_id", "revoked_run_id"},
    "identitas": {"resident_run_id", "resident_fields", "marital", "id_dtks"},
}
Rows = dict[str, dict[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Ending:
    """A membership that ends with the merge: the first day on which it holds no more."""

    membership_id: int
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """``fields``: what changes on the record that is kept. ``families``: cards of the merged record that end, because the
    kept one has a running card. ``nik``: what each of both carries afterwards (kept, merged)."""

    kept_id: int
    merged_id: int
    fields: Mapping[str, Any]
    nik: tuple[str | None, str | None]
    endings: Sequence[Ending]
    families: Sequence[int]
    day: date
    at: datetime


def hanging(connection: Connection, people: Iterable[int]) -> Rows:
    """Every row that hangs on these people: word → id → values. Bytes of papers are not read."""
    chosen = sorted(people)
    found: Rows = {}
    for word, table in HANGING.items():
        columns = [column for column in table.c if column.name != "content"]
        statement = select(*columns).where(table.c.person_id.in_(chosen)).order_by(table.c.id)
        found[word] = {row["id"]: dict(row) for row in connection.execute(statement).mappings()}
    return found


def digests(rows: Rows, record: Mapping[str, Any]) -> dict[str, str]:
    """A fingerprint for each word and for the record itself: what must still be so when a merge is taken apart."""
    whole = {word: [_said(word, table[one]) for one in sorted(table)] for word, table in rows.items()}
    return {word: _hash(lines) for word, lines in whole.items()} | {"identitas": _hash(_said("identitas", record))}


def _said(word: str, row: Mapping[str, Any]) -> dict[str, str]:
    left = _NOT_COMPARED | _LATER.get(word, set())
    return {name: str(value) for name, value in sorted(row.items()) if name not in left}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def after(plan: Plan, rows: Rows, record: Mapping[str, Any]) -> dict[str, str]:
    """The fingerprints as they will be when the plan is carried out: they are part of the merge's own row, which must be
    written first, for the walls open only for people named in it."""
    changed = {word: {one: dict(row) for one, row in table.items()} for word, table in rows.items()}
    for end in plan.endings:
        told = {"valid_to": end.day, "end_reason": end.reason, "ended_at": plan.at}
        changed["kepesertaan"][end.membership_id] |= told
    for one in plan.families:
        changed["kartu keluarga"][one] |= {"valid_to": _card_end(changed["kartu keluarga"][one], plan.day)}
    return digests(changed, {**record, **plan.fields, "nik": plan.nik[0]})


def _card_end(row: Mapping[str, Any], day: date) -> date:
    begun: date = row["valid_from"]
    return max(begun, day)


def carry_over(connection: Connection, plan: Plan, rows: Rows, merge_id: int, repoint: Sequence[int]) -> None:
    """Everything of the merged record hangs on the kept one."""
    kept, merged = plan.kept_id, plan.merged_id
    for end in plan.endings:
        values = {"valid_to": end.day, "end_reason": end.reason, "ended_at": plan.at, "end_merge_id": merge_id}
        connection.execute(update(membership).where(membership.c.id == end.membership_id).values(values))
    for one in plan.families:
        day = _card_end(rows["kartu keluarga"][one], plan.day)
        connection.execute(update(family_member).where(family_member.c.id == one).values(valid_to=day))
    _bump(connection, (kept, merged))
    for table in HANGING.values():
        connection.execute(update(table).where(table.c.person_id == merged).values(person_id=kept))
    grown = {"version": person.c.version + 1}
    connection.execute(update(person).where(person.c.id.in_(repoint)).values(merged_into=kept, **grown))
    # The merged one lets go of a NIK before the kept one may carry it.
    left = update(person).where(person.c.id == merged)
    connection.execute(left.values(merged_into=kept, nik=plan.nik[1], **grown))
    stays = update(person).where(person.c.id == kept)
    connection.execute(stays.values(nik=plan.nik[0], **plan.fields, **grown))


def _bump(connection: Connection, people: Sequence[int]) -> None:
    """Whoever decides about a case has seen whose it is: what was opened before the merge is stale."""
    cases = update(application).where(application.c.person_id.in_(people))
    connection.execute(cases.values(version=application.c.version + 1))


def add_keys(connection: Connection, merged: int, kept: int) -> list[list[str]]:
    """The kept record is found under the merged one's names too; gives the keys that are new for it."""
    keys = person_key.c
    ours = {tuple(row) for row in connection.execute(select(keys.token, keys.sound).where(keys.person_id == kept))}
    theirs = {tuple(row) for row in connection.execute(select(keys.token, keys.sound).where(keys.person_id == merged))}
    new = sorted(theirs - ours)
    if new:
        rows = [{"person_id": kept, "token": token, "sound": sound} for token, sound in new]
        connection.execute(insert(person_key), rows)
    return [list(one) for one in new]


def pointing_to(connection: Connection, person_id: int) -> list[int]:
    """Records that were merged into this one before."""
    return list(connection.scalars(select(person.c.id).where(person.c.merged_into == person_id).order_by(person.c.id)))


def record_of(connection: Connection, person_id: int) -> dict[str, Any]:
    """Every column of a person's record; empty when there is none in sight."""
    row = connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
    return dict(row) if row else {}


def take_apart(
    connection: Connection, kept: int, merged: int, moved: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Everything that was carried over goes back, what ended with it runs again. ``before``: what stood on the kept
    record. The merge's own row must say already that it was taken apart."""
    _bump(connection, (kept,))
    for word, table in HANGING.items():
        _each(connection, table, moved["rows"][word], {"person_id": merged})
    again = {"valid_to": None, "end_reason": "", "ended_at": None, "end_merge_id": None}
    _each(connection, membership, moved["ended"], again)
    _each(connection, family_member, moved["families"], {"valid_to": None})
    mine = person_key.c.person_id == kept
    for token, sound in moved["keys"]:
        connection.execute(delete(person_key).where(mine, person_key.c.token == token, person_key.c.sound == sound))
    grown = {"version": person.c.version + 1}
    connection.execute(update(person).where(person.c.id == kept).values(**before, nik=moved["nik"][0], **grown))
    left = update(person).where(person.c.id == merged)
    connection.execute(left.values(merged_into=None, nik=moved["nik"][1], **grown))
    _each(connection, person, moved["repointed"], {"merged_into": merged, **grown})


def _each(connection: Connection, table: Table, ids: Sequence[int], values: Mapping[str, Any]) -> None:
    if ids:
        connection.execute(update(table).where(table.c.id.in_(ids)).values(values))


def later_merge(connection: Connection, merge_id: int, kept: int) -> int | None:
    """A standing merge after this one that concerns the kept record; it must be taken apart first."""
    m = person_merge.c
    touches: ColumnElement[bool] = (m.kept_id == kept) | (m.merged_id == kept)
    return connection.scalar(select(m.id).where(m.id > merge_id, m.undone_at.is_(None), touches).limit(1))
