"""The last wall: plain SQL can do no more than the procedure allows, on both databases."""

import pytest
from sqlalchemy import insert, select, text, update

from db.errors import RecordRoomError
from db.queries.cases import cases_by_id
from db.tables.access import staff
from db.tables.cases import application, batch
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.move import Move
from desktop.sop.procedure import load_procedure

WBS = load_procedure("wbs")
HOLDERS = {
    "satpol_pp": "bagus",
    "panti": "yusuf",
    "dinsos": "sari",
    "dukcapil": "andi",
    "dinkes": "ratna",
    "bpjs": "hendra",
    "admin": "admin",
}


@pytest.fixture
def case(seat, clock):
    """One case at the first desk."""
    outcome = seat("bagus").run(RecordIntake(people=(Newcomer(name="Orang Uji", sex="L"),)))
    return outcome.done[0]


def place(office, case, status, office_id, sender=None):
    """Put a case anywhere, which only somebody who takes the wall down can do; then the wall goes up again. ``sender``: a
    staff member whose office sent it there."""
    with office.database.write() as connection:
        office.database.backend.drop_guard(connection, "guard_application_move", "application")
        values = {"status": status, "office_id": office_id, "moved_action": "-"}
        if sender is not None:
            sent = {"procedure": "wbs", "action": "-", "step": 1, "people": 1, "created_at": office.clock()}
            sent |= {"from_office_id": sender.office_id, "to_office_id": office_id, "created_by": sender.id}
            values["batch_id"] = connection.scalar(insert(batch).values(sent).returning(batch.c.id))
        connection.execute(update(application).where(application.c.id == case).values(values))
        office.database.backend.install_guards(connection, again=True)


def test_every_role_status_and_action_by_plain_sql(office, seat, case):
    """The database allows exactly the moves of the file: 13 statuses × 19 actions × 7 roles, each target tried."""
    allowed = {(step.actor, a.name, source, a.target) for step, a in WBS.actions() for source in a.sources}
    people = {role: seat(name).staff for role, name in HOLDERS.items()}
    passed = set()
    for status in WBS.statuses:
        holder = people.get(status.waits_for, people["panti"])
        place(office, case, status.code, holder.office_id, people["bpjs"])
        with office.database.write() as connection:
            for role, actor in people.items():
                for _, action in WBS.actions():
                    if _try(connection, case, action, actor.id):
                        passed.add((role, action.name, status.code, action.target))
    # The office whose turn it is must be the actor's own: roles of other offices never pass, so neither list is longer.
    assert passed == allowed
    place(office, case, "eid_terbit", people["dinkes"].office_id, people["dinkes"])
    with office.database.write() as connection:
        assert not _try(connection, case, WBS.action("tarik_eid"), people["bpjs"].id), "only who sent it takes it back"


def _try(connection, case, action, staff_id):
    point = connection.begin_nested()
    version = connection.scalar(select(application.c.version).where(application.c.id == case))
    values = {
        "status": action.target,
        "moved_action": action.name,
        "moved_by": staff_id,
        "version": version + 1,
    }
    try:
        connection.execute(update(application).where(application.c.id == case).values(values))
    except Exception as error:
        assert "padan_guard" in str(error)
        return False
    else:
        return True
    finally:
        point.rollback()


def refused(office, statement):
    with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
        connection.execute(text(statement) if isinstance(statement, str) else statement)
    assert caught.value.kind == "guard"


def test_status_to_a_foreign_target(office, seat, case):
    values = {"status": "selesai", "moved_action": "serahkan", "moved_by": seat("bagus").staff.id, "version": 2}
    refused(office, update(application).where(application.c.id == case).values(values))


def test_version_must_grow_by_one(office, seat, case):
    values = {"status": "diserahkan", "moved_action": "serahkan", "moved_by": seat("bagus").staff.id, "version": 9}
    refused(office, update(application).where(application.c.id == case).values(values))


def test_disabled_staff_cannot_move(office, seat, case):
    bagus = seat("bagus").staff.id
    with office.database.write() as connection:
        connection.execute(update(staff).where(staff.c.id == bagus).values(disabled=True))
    values = {"status": "diserahkan", "moved_action": "serahkan", "moved_by": bagus, "version": 2}
    refused(office, update(application).where(application.c.id == case).values(values))


def test_maker_cannot_check_even_by_plain_sql(office, seat, case):
    from db.tables.access import staff_role
    from db.tables.cases import step_run

    ratna = seat("ratna").staff
    place(office, case, "menunggu_validasi", ratna.office_id)
    with office.database.write() as connection:
        connection.execute(insert(staff_role), {"staff_id": ratna.id, "role": "panti"})
        run = update(step_run).where(step_run.c.application_id == case)
        connection.execute(run.values(action="mohon_persetujuan", ended_by=ratna.id))
    values = {"status": "disetujui", "moved_action": "validasi", "moved_by": ratna.id, "version": 2}
    refused(office, update(application).where(application.c.id == case).values(values))


def test_case_begins_at_the_first_status(office, seat, case):
    row = office.read(cases_by_id, [case])[0]
    columns = (
        "procedure, person_id, status, office_id, origin_office_id, step_since, moved_by, moved_action, created_at"
    )
    source = columns.replace("status", "'disetujui'")
    refused(office, f"INSERT INTO application ({columns}) SELECT {source} FROM application WHERE id = {row.id}")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM application",
        "DELETE FROM step_run",
        "UPDATE journal SET action = 'lain'",
        "DELETE FROM journal",
        "UPDATE application SET origin_office_id = 2",
    ],
)
def test_traces_stay(office, case, statement):
    refused(office, statement)


def test_placeholder_is_no_nik(office, case):
    for wrong in ("0000000000000000", "123"):
        refused(office, f"UPDATE person SET nik = '{wrong}'")


def test_nothing_is_replaced_or_emptied(office, seat, case):
    """REPLACE on SQLite and TRUNCATE on PostgreSQL go round ordinary triggers; both are stopped."""
    panti = seat("yusuf").staff.office_id
    with office.database.write() as connection:
        connection.execute(update(application).where(application.c.id == case).values(panti_office_id=panti, version=2))
        connection.execute(
            text(
                "UPDATE wbs_profile SET found_place = 'Stasiun Senen', found_at = (SELECT created_at FROM application)"
            )
        )
    row = office.read(cases_by_id, [case])[0]
    seat("bagus").run(Move(procedure="wbs", action="serahkan", cases=((row.id, row.version),)))
    for table in ("application", "journal", "step_run", "letter"):
        if office.database.backend.name == "sqlite":
            refused(office, f"REPLACE INTO {table} SELECT * FROM {table}")
        else:
            refused(office, f"TRUNCATE {table} CASCADE")
