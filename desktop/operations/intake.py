"""Intake: people found on the street become persons with a case each (A1, A11). Form and import both come here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from db.registry.words import learn_words
from db.tables.cases import application, step_run, wbs_health, wbs_profile
from db.tables.people import person, person_key
from desktop.operations.attach_photo import store_photo
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.lease_numbers import leased_registrations, next_registrations
from desktop.operations.outcome import Outcome
from desktop.operations.texts import must_fit
from desktop.operations.work import Work
from desktop.sop.findings import has_error
from desktop.sop.names import check_name, name_tokens, normalise_name, sound_key
from desktop.sop.refusals import Refused, RowRefusal

PROCEDURE = "wbs"
CLAIMED = {"nik_claimed": "NIK menurut yang bersangkutan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """One person as found. A name or an alias is needed; everything else may still be unknown.

    ``nik_claimed`` is what the papers or the sender's list say; it becomes the person's NIK only at Dukcapil's desk.
    """

    name: str = ""
    alias: str = ""
    sex: str | None = None
    birth_place: str = ""
    birth_date: date | None = None
    birth_estimated: bool = False
    address: str = ""
    category: str = ""
    found_place: str = ""
    found_at: datetime | None = None
    condition: str = ""
    belongings: str = ""
    note: str = ""
    nik_claimed: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """Numbers of one block lent to one desk (``lease_numbers``), one for each person in their order."""

    lease_id: int
    desk: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RecordIntake(Command):
    """Record newcomers for the hand-over to ``panti_office_id``.

    A desk that may lose its network gives each a number of its ``lease`` when it is typed, and says when that was;
    otherwise the numbers are made here.
    """

    people: tuple[Newcomer, ...] = field(default=())
    panti_office_id: int | None = None
    lease: Leased | None = None
    typed_at: datetime | None = None


@operation(RecordIntake)
def record_intake(work: Work, command: RecordIntake) -> Outcome:
    """Refuses the whole list when one name cannot be written on a letter; nobody is half recorded."""
    work.need_role("satpol_pp")
    if not command.people:
        raise Refused("nothing", "Belum ada orang yang dicatat. Isi nama atau sebutan, lalu simpan.")
    wrong = _wrong(command.people, work.today, ZoneInfo(work.calendar.zone))
    if wrong:
        raise Refused(wrong[0].code, wrong[0].sentence, wrong)
    for newcomer in command.people:
        must_fit(wbs_profile, _profile(newcomer), CLAIMED)
    ids = enrol(work, command.people, command.panti_office_id, command.lease, command.typed_at)
    mine = application.c.id.in_(ids)
    told = select(person.c.registration).join(application, application.c.person_id == person.c.id).where(mine)
    registrations = list(work.connection.scalars(told.order_by(application.c.id)))
    return Outcome(f"{len(ids)} WBS dicatat.", done=tuple(ids), data={"registrations": registrations})


def _wrong(people: Sequence[Newcomer], today: date, zone: ZoneInfo) -> list[RowRefusal]:
    refusals = []
    for at, newcomer in enumerate(people):
        label = newcomer.name or newcomer.alias or f"orang ke-{at + 1}"
        for code, sentence in _mistakes(newcomer, today, zone):
            refusals.append(RowRefusal(at, label, code, sentence))
    return refusals


def _mistakes(newcomer: Newcomer, today: date, zone: ZoneInfo) -> list[tuple[str, str]]:
    found = []
    if not newcomer.name.strip() and not newcomer.alias.strip():
        found.append(("has_identity", "Nama atau sebutan belum diisi. Isi salah satunya."))
    for text, label in ((newcomer.name, "Nama"), (newcomer.alias, "Alias")):
        findings = check_name(text, label=label) if text.strip() else ()
        if has_error(findings):
            found.append((findings[0].code, findings[0].sentence))
    if newcomer.sex not in {None, "L", "P"}:
        found.append(("sex", "Jenis kelamin hanya L atau P. Pilih salah satu."))
    if newcomer.birth_date and not date(1900, 1, 1) <= newcomer.birth_date <= today:
        found.append(("birth", "Tanggal lahir harus antara tahun 1900 dan hari ini. Perbaiki tanggalnya."))
    if newcomer.found_at and not date(1900, 1, 1) <= newcomer.found_at.astimezone(zone).date() <= today:
        found.append(("found_at", "Waktu ditemukan harus antara tahun 1900 dan sekarang. Perbaiki tanggal dan jamnya."))
    return found


def enrol(
    work: Work,
    people: Sequence[Newcomer],
    panti_office_id: int | None,
    lease: Leased | None = None,
    typed_at: datetime | None = None,
) -> list[int]:
    """Insert persons, search keys, cases, profiles and running clocks, one statement a table; gives case ids."""
    registrations = (
        leased_registrations(work, lease.lease_id, lease.desk, lease.numbers, len(people))
        if lease
        else next_registrations(work, len(people))
    )
    person_rows: list[dict[str, Any]] = [
        {
            "registration": registrations[at],
            "name": normalise_name(newcomer.name),
            "alias": normalise_name(newcomer.alias),
            "sex": newcomer.sex,
            "birth_place": normalise_name(newcomer.birth_place),
            "birth_date": newcomer.birth_date,
            "birth_estimated": newcomer.birth_estimated,
            "address": newcomer.address.strip(),
            "office_id": work.staff.office_id,
            "created_at": work.now,
        }
        for at, newcomer in enumerate(people)
    ]
    returning = insert(person).returning(person.c.id, sort_by_parameter_order=True)
    person_ids = list(work.connection.scalars(returning, person_rows))
    write_keys(work, {pid: (row["name"], row["alias"]) for pid, row in zip(person_ids, person_rows, strict=True)})
    ids = _cases(work, person_ids, panti_office_id)
    profiles = [
        {"application_id": case_id, **_profile(newcomer)} for case_id, newcomer in zip(ids, people, strict=True)
    ]
    work.connection.execute(insert(wbs_profile), profiles)
    health = [
        {"application_id": case_id, "condition": newcomer.condition}
        for case_id, newcomer in zip(ids, people, strict=True)
    ]
    work.connection.execute(insert(wbs_health), health)
    for person_id, newcomer in zip(person_ids, people, strict=True):
        if newcomer.photo:
            store_photo(work, person_id, newcomer.photo)
    first, when = work.procedure(PROCEDURE).initial, {"diketik": (None, typed_at)} if typed_at else {}
    entries = zip(ids, person_ids, people, strict=True)
    work.note(*(Entry("catat", i, p, to_status=first, fields=_said(n) | when) for i, p, n in entries))
    work.changed("application", ids)
    work.changed("person")
    return ids


def _cases(work: Work, person_ids: Sequence[int], panti_office_id: int | None) -> list[int]:
    procedure = work.procedure(PROCEDURE)
    seconds = procedure.step(1).standard_seconds(len(person_ids))
    common = {
        "procedure": procedure.code,
        "status": procedure.initial,
        "office_id": work.staff.office_id,
        "origin_office_id": work.staff.office_id,
        "panti_office_id": panti_office_id,
        "step_since": work.now,
        "step_due": work.calendar.due(work.now, seconds),
        "moved_by": work.staff.id,
        "moved_action": "catat",
        "created_at": work.now,
    }
    returning = insert(application).returning(application.c.id, sort_by_parameter_order=True)
    ids = list(work.connection.scalars(returning, [{**common, "person_id": person_id} for person_id in person_ids]))
    run = {
        "step": 1,
        "office_id": work.staff.office_id,
        "people": len(ids),
        "standard_seconds": seconds,
        "started_at": work.now,
    }
    work.connection.execute(insert(step_run), [{**run, "application_id": case_id} for case_id in ids])
    return ids


def _profile(newcomer: Newcomer) -> dict[str, object]:
    names = ("category", "found_place", "found_at", "belongings", "note", "nik_claimed")
    return {name: getattr(newcomer, name) for name in names}


def _said(newcomer: Newcomer) -> dict[str, tuple[object, object]]:
    names = ("name", "alias", "sex", "birth_date", "birth_estimated", "category", "found_place", "nik_claimed")
    return {name: (None, getattr(newcomer, name)) for name in names if getattr(newcomer, name)}


def write_keys(work: Work, names: dict[int, tuple[str, str]]) -> None:
    """The words by which people are found: as written, and as they sound."""
    rows = [
        {"person_id": person_id, "token": token[:60], "sound": sound_key(token)[:60]}
        for person_id, (name, alias) in names.items()
        for token in dict.fromkeys((*name_tokens(name), *name_tokens(alias)))
    ]
    if rows:
        work.connection.execute(insert(person_key), rows)
        learn_words(work.connection, select(person.c.id).where(person.c.id.in_(list(names))))
