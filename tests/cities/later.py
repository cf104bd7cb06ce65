"""A closed month with every kind of basis, and the work of years after it: renamed, ended, moved, merged, undone, repriced."""

import random
from datetime import date, timedelta

from sqlalchemy import func, insert, select, text, update

from db.queries.cases import cases_by_id
from db.queries.reconciliations import findings, month_by_id
from db.tables.access import office as office_table
from db.tables.access import staff
from db.tables.cases import application
from db.tables.letters import letter_void
from db.tables.lists import rate
from db.tables.papers import letter, paper
from db.tables.people import membership, person
from db.tables.registry import resident
from desktop.operations.attach_scan import AttachScan
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.merge_people import MergePeople
from desktop.operations.reconcile import Reconcile
from desktop.operations.undo_import import UndoImport
from desktop.operations.unmerge_people import UnmergePeople
from tests.cities.city import DUE, PERIOD, city
from tests.cities.settling import settle
from tests.operations.chain import bring
from tests.operations.member_lists import listed, member

PNG = b"\x89PNG\r\n\x1a\n" + b"pindaian" * 20
BY_CASE = "8000000000001"
SEGMENT = "pbi_kota"


def closed_month(office, seat, clock, people=200, leaks=2):
    """A month closed with members of a city, of an import, and of a case with letters and a scan; gives its id and the
    import."""
    ratna = seat("ratna")
    case = bring(seat, clock, "eid_diterima", 1)[0]
    row = seat("yusuf").read(cases_by_id, [case])[0]
    seat("yusuf").run(AttachScan(application_id=case, label="KTP", content=PNG))
    made = city(7, people, leaks=leaks)
    first, second = member(1), member(4)
    made.lines.append((BY_CASE, row.nik, row.name, row.sex, row.birth_date.isoformat(), "0", PERIOD, DUE))
    # (number, nik, name, sex, birth) as they stand in the line of a list.
    made.lines += [(one[1], one[2], one[4], one[5], one[6], "0", PERIOD, DUE) for one in (first, second)]
    settle(office.database, made, staff_id=ratna.staff.id)
    if office.database.backend.name == "postgresql":  # the city came with ids of its own
        with office.database.write() as connection:
            behind = "SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person))"
            connection.execute(text(behind))
    run = ratna.run(listed([first, second], period=PERIOD, segment=SEGMENT)).data["run"]
    with office.database.write() as connection:
        held = {
            "person_id": row.person_id,
            "participant_number": BY_CASE,
            "segment": SEGMENT,
            "payer": "apbd_kota",
            "valid_from": date(2026, 1, 1),
            "created_at": clock(),
        }
        connection.execute(insert(membership), [held])
    month = ratna.run(Reconcile(period=PERIOD, segment=SEGMENT)).data["reconciliation"]
    for rule, decision in (("jumlah_salah", "sengketa"), ("hanya_kita", "stop"), ("meninggal", "sengketa")):
        one = ratna.read(findings, month, rules=(rule,), limit=1)[0]
        ratna.run(DecideFindings(reconciliation_id=month, decision=decision, ids=(one.id,), note="Ditanyakan"))
    ratna.run(DecideFindings(reconciliation_id=month))
    clock.forward(hours=1)
    ratna.run(CloseMonth(reconciliation_id=month, version=ratna.read(month_by_id, month).version))
    clock.forward(days=1)
    return month, run


def later_work(office, seat, clock, run, count, seed=1):
    """``count`` edits, a few of them real commands; gives how many of each kind."""
    dice, done = random.Random(seed), {}
    ratna = seat("ratna")
    ratna.run(UndoImport(run_id=run, reason="Berkas yang salah"))
    with office.database.read() as connection:
        people = list(connection.scalars(select(person.c.id).where(person.c.merged_into.is_(None))))
        case = connection.scalar(select(func.max(application.c.id)))
    _case_merged(ratna, people, case)
    while sum(done.values()) < count:
        with office.database.write() as connection:
            for _ in range(min(50, count - sum(done.values()))):
                kind = dice.choice(EDITS)
                kind(connection, dice, people, clock)
                done[kind.__name__] = done.get(kind.__name__, 0) + 1
        clock.forward(minutes=7)
        _merged(ratna, dice, people, done)
    return done


def _case_merged(ratna, people, case):
    """The person whose case led to a membership hangs on another record from now on."""
    with ratna.office.database.read() as connection:
        own = connection.scalar(select(application.c.person_id).where(application.c.id == case))
        versions = dict(connection.execute(select(person.c.id, person.c.version)).tuples().all())
        held = select(membership.c.person_id).where(membership.c.valid_to.is_(None))
        free = connection.scalar(
            select(person.c.id).where(person.c.nik.is_not(None), person.c.id.not_in(held)).limit(1)
        )
    seen = (versions[free], versions[own])
    ratna.run(MergePeople(kept_id=free, merged_id=own, reason="Orang yang sama", seen=seen, take=("name",)))
    people.remove(own)


def _merged(ratna, dice, people, done):
    """Somebody who was recorded anew without a NIK is one of the known, and perhaps is not after all."""
    one = dice.choice(people)
    with ratna.office.database.read() as connection:
        stands = (person.c.nik.is_(None), person.c.merged_into.is_(None), person.c.id != one)
        other = connection.scalar(select(func.max(person.c.id)).where(*stands))
        if other is None:
            return
        versions = dict(connection.execute(select(person.c.id, person.c.version)).tuples().all())
        mine = (membership.c.person_id.in_((one, other)), membership.c.valid_to.is_(None))
        running = connection.execute(select(membership.c.id).where(*mine)).all()
    choice = {"stays": running[0].id, "effective": date(2026, 12, 1)} if len(running) > 1 else {}
    seen = (versions[one], versions[other])
    made = ratna.run(MergePeople(kept_id=one, merged_id=other, reason="Orang yang sama", seen=seen, **choice))
    done["merged"] = done.get("merged", 0) + 1
    if dice.random() < 0.5:
        ratna.run(UnmergePeople(merge_id=made.data["merge"], reason="Orang yang berbeda"))
        done["unmerged"] = done.get("unmerged", 0) + 1


def recorded(connection, dice, _people, clock):
    row = {"registration": f"B{dice.randrange(10**12)}", "name": "ORANG BARU", "created_at": clock(), "office_id": 5}
    connection.execute(insert(person), [row])


def renamed(connection, dice, people, _clock):
    change = {"name": f"NAMA BARU {dice.randrange(10**6)}", "version": person.c.version + 1}
    connection.execute(update(person).where(person.c.id == dice.choice(people)).values(**change))


def ended(connection, dice, people, clock):
    mine = (membership.c.person_id == dice.choice(people), membership.c.valid_to.is_(None))
    day = max(date(2026, 12, 1), date(2026, 12, 1) + timedelta(days=dice.randrange(200)))
    change = {"valid_to": day, "end_reason": "mundur", "ended_at": clock()}
    connection.execute(update(membership).where(*mine, membership.c.valid_from <= day).values(**change))


def begun(connection, dice, people, clock):
    row = {
        "person_id": dice.choice(people),
        "participant_number": f"7{dice.randrange(10**12):012d}",
        "segment": "pbi_jk",
        "payer": "apbn",
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2026, 12, 31),
        "created_at": clock(),
    }
    connection.execute(insert(membership), [row])


def repriced(connection, dice, _people, _clock):
    """What the closed month was counted with is guarded; all other rates change."""
    change = {"amount": dice.randrange(1000, 90_000), "version": rate.c.version + 1}
    connection.execute(update(rate).where(rate.c.segment != SEGMENT).values(**change))


def staff_renamed(connection, dice, _people, _clock):
    one = connection.scalar(select(staff.c.id).order_by(staff.c.id).offset(dice.randrange(6)).limit(1))
    change = {"name": f"Petugas {dice.randrange(10**6)}", "position": "Jabatan baru", "version": staff.c.version + 1}
    connection.execute(update(staff).where(staff.c.id == one).values(**change))


def office_renamed(connection, dice, _people, _clock):
    change = {"name": f"Dinas {dice.randrange(10**6)}", "address": "Alamat baru", "version": office_table.c.version + 1}
    connection.execute(update(office_table).where(office_table.c.kind.in_(("dinkes", "dukcapil"))).values(**change))


def died(connection, dice, people, _clock):
    nik = select(person.c.nik).where(person.c.id == dice.choice(people)).scalar_subquery()
    change = {"state": "meninggal", "since": date(2026, 9, 1)}
    connection.execute(update(resident).where(resident.c.nik == nik).values(**change))


def scanned(connection, dice, people, clock):
    row = {
        "person_id": dice.choice(people),
        "kind": "pindaian",
        "label": f"Baru {dice.randrange(100)}",
        "media_type": "image/png",
        "sha256": "1" * 64,
        "created_by": 1,
        "created_at": clock(),
        "content": b"x",
    }
    connection.execute(insert(paper), [row])


def voided(connection, dice, _people, clock):
    gone = select(letter_void.c.letter_id)
    one = connection.scalar(select(letter.c.id).where(letter.c.id.not_in(gone)).order_by(letter.c.id).limit(1))
    if one is not None and dice.random() < 0.2:
        row = {"letter_id": one, "reason": "keliru", "voided_by": 1, "voided_at": clock()}
        connection.execute(insert(letter_void), [row])


EDITS = (recorded, renamed, ended, begun, repriced, staff_renamed, office_renamed, died, scanned, voided)
