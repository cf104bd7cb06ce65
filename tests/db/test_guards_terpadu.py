"""The last wall of the second procedure: plain SQL can do no more than the loop allows, on both databases."""

import pytest
from sqlalchemy import select, update

from db.tables.cases import application
from desktop.sop.procedure import load_procedure
from tests.operations.civil import death, members, record

LOOP = load_procedure("terpadu")
HOLDERS = {
    "satpol_pp": "bagus",
    "panti": "yusuf",
    "dinsos": "sari",
    "dukcapil": "andi",
    "dinkes": "ratna",
    "bpjs": "hendra",
}


def test_every_role_status_and_action_by_plain_sql(office, seat):
    """7 statuses × 9 actions × 6 roles: exactly the moves of the file, a recall from wherever the case lies."""
    allowed = {(step.actor, a.name, source) for step, a in LOOP.actions() for source in a.sources}
    people = {role: seat(name).staff for role, name in HOLDERS.items()}
    (case,) = record(seat, death(members(office, seat, 1)[0][0])).done
    passed = set()
    for status in LOOP.statuses:
        place(office, case, status.code, people.get(status.waits_for, people["dukcapil"]).office_id)
        with office.database.write() as connection:
            version = connection.scalar(select(application.c.version).where(application.c.id == case))
            for role, actor in people.items():
                for _, action in LOOP.actions():
                    values = {"status": action.target, "moved_action": action.name, "moved_by": actor.id}
                    if tried(connection, case, values | {"version": version + 1}):
                        passed.add((role, action.name, status.code))
    assert passed == allowed


def place(office, case, status, office_id):
    """Put the case anywhere, which only who takes the wall down can do."""
    with office.database.write() as connection:
        office.database.backend.drop_guard(connection, "guard_application_move", "application")
        values = {"status": status, "office_id": office_id, "moved_action": "-"}
        connection.execute(update(application).where(application.c.id == case).values(values))
        office.database.backend.install_guards(connection, again=True)


def tried(connection, case, values):
    point = connection.begin_nested()
    try:
        connection.execute(update(application).where(application.c.id == case).values(values))
    except Exception as error:
        assert "padan_guard" in str(error)
        return False
    else:
        return True
    finally:
        point.rollback()


@pytest.mark.parametrize("name", ["sari", "yusuf"])
def test_who_has_no_part_in_the_loop_changes_no_event_by_an_own_login(office, seat, name):
    from db.errors import RecordRoomError
    from db.tables.civil import civil_event

    record(seat, death(members(office, seat, 1)[0][0]))
    own = seat(name).office
    values = {"revoked_at": office.clock(), "revoked_by": seat(name).staff.id, "revoked_reason": "x"}
    with pytest.raises(RecordRoomError), own.database.write() as connection:
        connection.execute(update(civil_event).values(values))
