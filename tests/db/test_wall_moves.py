"""Every role × status × action by plain SQL through the role's own login: the server allows what the SOP allows."""

import psycopg
import pytest

from db.queries.offices import office_of_kind
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.sop.procedure import load_procedure
from tests.conftest import POSTGRESQL
from tests.db.psql import HOLDERS, connect
from tests.db.test_guards import place

WBS = load_procedure("wbs")
MOVE = (
    "UPDATE application SET status = %s, moved_action = %s, office_id = %s, moved_by = acting_staff(), "
    "version = version + 1 WHERE id = %s"
)


@pytest.fixture
def backend():
    if not POSTGRESQL:
        pytest.fail("PADAN_TEST_POSTGRESQL is not set: run the tests through installer/test.sh")
    return "postgresql"


@pytest.fixture
def case(seat):
    panti = seat("yusuf").staff.office_id
    return seat("bagus").run(RecordIntake(people=(Newcomer(name="Orang Uji"),), panti_office_id=panti)).done[0]


@pytest.fixture
def desks(url):
    """Role → a connection of that role's holder."""
    opened = {role: connect(url, name) for role, name in HOLDERS.items()}
    yield opened
    for connection in opened.values():
        connection.close()


def tried(connection, *values):
    """Whether the server lets the move happen; nothing of it stays."""
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(MOVE, values).rowcount == 1
    except psycopg.errors.RaiseException as error:
        assert "padan_guard" in str(error)
    except psycopg.errors.InsufficientPrivilege:
        pass
    return False


def test_every_role_status_and_action(office, seat, case, desks):
    holders = {role: seat(name).staff.office_id for role, name in HOLDERS.items()}
    allowed = {(step.actor, a.name, source) for step, a in WBS.actions() for source in a.sources}
    passed, foreign = set(), []
    for status in WBS.statuses:
        own = holders.get(status.waits_for, holders["panti"])
        place(office, case, status.code, own, seat(HOLDERS["bpjs"]).staff)
        for role, connection in desks.items():
            for _, action in WBS.actions():
                kind = WBS.status(action.target).waits_for
                target = office.read(office_of_kind, kind) if kind else own
                if tried(connection, action.target, action.name, target, case):
                    passed.add((role, action.name, status.code))
                    wrong = next(one for one in holders.values() if one != target)
                    foreign += [role] if tried(connection, action.target, action.name, wrong, case) else []
    assert passed == allowed
    assert foreign == [], "a case goes to a desk of the kind that must act next, to no other"


def test_nobody_moves_for_a_colleague(office, seat, case, desks):
    """The move is right, the role is right, the name is another's."""
    other = MOVE.replace("acting_staff()", str(seat("yusuf").staff.id))
    panti = seat("yusuf").staff.office_id
    with pytest.raises(psycopg.errors.RaiseException, match="padan_guard"):
        desks["satpol_pp"].execute(other, ("diserahkan", "serahkan", panti, case))
