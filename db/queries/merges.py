"""Two records side by side before they are merged, where each value came from (B8), and the merges that were made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from db.queries.cards import card_history
from db.queries.cases import CaseRow, cases_of_person
from db.queries.gone import gone_of
from db.queries.letters import letters_of_person
from db.queries.trail import TrailPart, trail_of_person
from db.tables.access import office, staff
from db.tables.people import membership, person
from db.tables.registry import family_member, person_merge, value_source
from db.tables.traces import import_run


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from. ``kind``: "berkas" an import, "siak" the population register, "petugas" a clerk, "kantor"
    whoever recorded the person, "gabung" a record that was merged."""

    kind: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SideMembership:
    """A membership with its id: the clerk may have to choose which one goes on."""

    id: int
    participant_number: str
    segment: str
    valid_from: date
    valid_to: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """All that is known of one of two records. ``values``: the columns of the person."""

    id: int
    values: Mapping[str, Any]
    sources: Mapping[str, Source]
    memberships: tuple[SideMembership, ...]
    cases: tuple[CaseRow, ...]
    letters: tuple[str, ...]
    cards: int
    families: tuple[str, ...]
    gone: str

    @property
    def running(self) -> tuple[SideMembership, ...]:
        """Memberships that run."""
        return tuple(one for one in self.memberships if one.valid_to is None)


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge; ``undone_at`` when it was taken apart."""

    id: int
    kept_id: int
    merged_id: int
    kept_registration: str
    merged_registration: str
    kept_name: str
    merged_name: str
    reason: str
    clerk: str
    at: datetime
    undone_at: datetime | None
    undone_by: str


def side_of(connection: Connection, person_id: int) -> Side | None:
    """One record; ``None`` when there is none in sight, or it was merged."""
    mine = select(person).where(person.c.id == person_id, person.c.merged_into.is_(None))
    row = connection.execute(mine).mappings().first()
    if row is None:
        return None
    columns = [membership.c[name] for name in SideMembership.__dataclass_fields__]
    held = select(*columns).where(membership.c.person_id == person_id).order_by(membership.c.valid_from.desc())
    cards = select(family_member.c.kk).where(family_member.c.person_id == person_id, family_member.c.valid_to.is_(None))
    return Side(
        person_id,
        dict(row),
        sources_of(connection, dict(row)),
        tuple(SideMembership(*one) for one in connection.execute(held)),
        cases_of_person(connection, person_id),
        tuple(one.number for one in letters_of_person(connection, person_id) if one.number),
        len(card_history(connection, person_id)),
        tuple(connection.scalars(cards)),
        gone_of(connection, person_id),
    )


def sources_of_person(connection: Connection, person_id: int) -> dict[str, Source]:
    """The same for one person's page, also of a record that was merged; empty when nobody is in sight."""
    row = connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
    return {} if row is None else sources_of(connection, dict(row))


def sources_of(connection: Connection, row: Mapping[str, Any]) -> dict[str, Source]:
    """Column → where its value came from; the newest of what is known counts."""
    begun = _begun(connection, row)
    found = {name: begun for name, value in row.items() if value not in (None, "")}
    if row["resident_run_id"] is not None:
        # The file's name is Dukcapil's alone on a server.
        name = connection.scalar(select(import_run.c.file_name).where(import_run.c.id == row["resident_run_id"]))
        told = row["resident_fields"].split(",")
        found |= {column: Source("siak", name or "data penduduk", begun.at) for column in told if column in row}
    s = value_source.c
    filled = (
        select(s.field, s.at, import_run.c.file_name, staff.c.name)
        .outerjoin(import_run, import_run.c.id == s.run_id)
        .outerjoin(staff, staff.c.id == s.staff_id)
        .where(s.person_id == row["id"])
        .order_by(s.id)
    )
    for one in connection.execute(filled):
        found[one.field] = Source("berkas" if one.file_name else "petugas", one.file_name or one.name or "", one.at)
    edits = trail_of_person(connection, row["id"], limit=50, part=TrailPart(only=("ubah",)))
    for line in reversed(edits):
        for name in json.loads(line.fields):
            if name in row:
                found[name] = Source("petugas", line.staff_name, line.at)
    merged = select(person_merge.c.moved, person_merge.c.at, person.c.registration)
    merged = merged.join(person, person.c.id == person_merge.c.merged_id).order_by(person_merge.c.id)
    for text, at, registration in connection.execute(
        merged.where(person_merge.c.kept_id == row["id"], person_merge.c.undone_at.is_(None))
    ):
        for name in json.loads(text)["after"]:
            found[name] = Source("gabung", registration, at)
    return found


def _begun(connection: Connection, row: Mapping[str, Any]) -> Source:
    if row["run_id"] is not None:
        name = connection.scalar(select(import_run.c.file_name).where(import_run.c.id == row["run_id"]))
        return Source("berkas", name or "", row["created_at"])
    name = connection.scalar(select(office.c.name).where(office.c.id == row["office_id"]))
    return Source("kantor", name or "", row["created_at"])


def merges(connection: Connection, limit: int = 200) -> tuple[MergeRow, ...]:
    """Merges in sight, newest first."""
    return _rows(connection, limit=limit)


def merges_of(connection: Connection, person_id: int) -> tuple[MergeRow, ...]:
    """Merges by which this record was kept or merged, newest first."""
    return _rows(connection, person_id, limit=50)


def _rows(connection: Connection, person_id: int | None = None, *, limit: int) -> tuple[MergeRow, ...]:
    kept, merged, undoing = person.alias(), person.alias(), staff.alias()
    m = person_merge.c
    statement = (
        select(
            *(m.id, m.kept_id, m.merged_id, kept.c.registration, merged.c.registration, kept.c.name, merged.c.name),
            *(m.reason, staff.c.name, m.at, m.undone_at, func.coalesce(undoing.c.name, "")),
        )
        .join(kept, kept.c.id == m.kept_id)
        .join(merged, merged.c.id == m.merged_id)
        .join(staff, staff.c.id == m.staff_id)
        .outerjoin(undoing, undoing.c.id == m.undone_by)
        .order_by(m.id.desc())
        .limit(limit)
    )
    if person_id is not None:
        statement = statement.where(or_(m.kept_id == person_id, m.merged_id == person_id))
    return tuple(MergeRow(*row) for row in connection.execute(statement))
