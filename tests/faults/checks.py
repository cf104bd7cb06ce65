"""What must hold after every fault: nobody lost, nothing twice, every number once, every chain unbroken, counts equal."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from db.tables.cases import application, batch, batch_member, step_run
from db.tables.papers import card, letter
from db.tables.people import membership, person
from db.tables.traces import journal as lines
from db.tables.traces import request
from desktop.operations import journal
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.operations.record_eid import RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.sop.procedure import load_procedure

WBS = load_procedure("wbs")
STEP_OF = {action.name: (step, action) for step, action in WBS.actions()}
RUNNING = {status.code for status in WBS.statuses if status.waits_for}


@dataclass(frozen=True)
class Before:
    """The office when the desks begin."""

    people: int
    cases: int
    requests: frozenset
    moved: Counter


def _count(connection, table):
    return connection.scalar(select(func.count()).select_from(table))


def _moved(connection):
    grouped = select(lines.c.action, func.count()).where(lines.c.action.in_(STEP_OF)).group_by(lines.c.action)
    return Counter(dict(map(tuple, connection.execute(grouped))))


def before(office):
    """Look before the desks begin; ``office`` is its owner's."""
    with office.database.read() as connection:
        return Before(
            _count(connection, person),
            _count(connection, application),
            frozenset(connection.scalars(select(request.c.id))),
            _moved(connection),
        )


def problems(office, start, told):
    """What does not hold, as sentences; empty is good."""
    with office.database.read() as connection:
        found = [*told.bad, *_requests(connection, start, told), *_counts(connection, start, told)]
        found += _clocks(connection) + _numbers(connection)
        breaks = journal.verify(connection).breaks
    return found + [f"rantai putus: {len(breaks)}"] * bool(breaks)


def _requests(connection, start, told):
    stored = dict(map(tuple, connection.execute(select(request.c.id, request.c.outcome))))
    asked = {command.request for _, command, _ in told.done}
    yield from ("perintah yang diakui hilang" for one in asked if not stored.get(one))
    unknown = set(stored) - start.requests - asked
    yield from (f"perintah yang tidak pernah diakui ada di basis data: {one}" for one in unknown)


def _actions(told):
    for _, command, outcome in told.done:
        if isinstance(command, Move):
            yield command.action, len(outcome.done)
        elif isinstance(command, RecordNik):
            yield "nik_diterbitkan", len(outcome.done)
        elif isinstance(command, RecordEid):
            yield "terbitkan_eid", len(outcome.done)


def _counts(connection, start, told):
    new = sum(len(outcome.done) for _, command, outcome in told.done if isinstance(command, RecordIntake))
    if _count(connection, application) != start.cases + new:
        yield f"berkas: {_count(connection, application)}, seharusnya {start.cases + new}"
    if _count(connection, person) != start.people + new:
        yield f"orang: {_count(connection, person)}, seharusnya {start.people + new}"
    moved = start.moved.copy()
    for action, people in _actions(told):
        moved[action] += people
    if +moved != _moved(connection):
        yield f"langkah di jurnal {dict(_moved(connection))}, diakui {dict(+moved)}"
    runs = _count(connection, application)
    for row in connection.execute(select(batch)):
        step, action = STEP_OF[row.action]
        following = WBS.status(action.target)
        stays = following.step == step.number and row.from_office_id == row.to_office_id
        runs += row.people * (bool(following.waits_for) and not stays)
    if _count(connection, step_run) != runs:
        yield f"catatan langkah: {_count(connection, step_run)}, seharusnya {runs}"


def _clocks(connection):
    found = []
    statuses = dict(map(tuple, connection.execute(select(application.c.id, application.c.status))))
    open_runs = select(step_run.c.application_id).where(step_run.c.ended_at.is_(None))
    running = sorted(one for one, status in statuses.items() if status in RUNNING)
    if sorted(connection.scalars(open_runs)) != running:
        found.append("tidak setiap berkas berjalan punya tepat satu jam")
    members = select(batch_member.c.batch_id, func.count()).group_by(batch_member.c.batch_id)
    lists = select(batch.c.id, batch.c.people)
    if dict(map(tuple, connection.execute(members))) != dict(map(tuple, connection.execute(lists))):
        found.append("daftar dan anggotanya tidak sama")
    return found


def _numbers(connection):
    found = []
    series, copies = Counter(), Counter()
    for one in connection.execute(select(letter).where(letter.c.agenda.is_not(None)).order_by(letter.c.agenda)):
        place = (one.office_id, one.classification, one.year)
        series[place] += 1
        if one.agenda != series[place]:
            found.append(f"nomor surat {one.agenda} di tempat {series[place]}")
    for one in connection.execute(select(card).order_by(card.c.copy)):
        copies[one.application_id] += 1
        if one.copy != copies[one.application_id]:
            found.append("nomor kartu berlubang atau ganda")
    given = sorted(connection.scalars(select(person.c.registration).where(person.c.registration.like("W-%"))))
    if [int(one.rpartition("-")[2]) for one in given] != list(range(1, len(given) + 1)):
        found.append("nomor registrasi berlubang atau ganda")
    held = Counter(connection.scalars(select(membership.c.person_id).where(membership.c.valid_to.is_(None))))
    return found + ["seseorang dua kali peserta"] * (max(held.values(), default=1) > 1)
