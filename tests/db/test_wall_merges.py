"""A merge by plain SQL: the walls open for its two people, in its own transaction, for Dinas Kesehatan, and for nobody else."""

import psycopg
import pytest

from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.merge_people import MergePeople
from desktop.sop.refusals import Refused
from tests.conftest import POSTGRESQL
from tests.db.psql import connect, owner

MERGE = (
    "INSERT INTO person_merge (kept_id, merged_id, moved, staff_id, at) VALUES (%s, %s, '{}', acting_staff(), now())"
)
CARRY = "UPDATE application SET person_id = %s, version = version + 1 WHERE id = %s"
LEAVE = "UPDATE person SET merged_into = %s, version = version + 1 WHERE id = %s"


@pytest.fixture
def backend():
    if not POSTGRESQL:
        pytest.fail("PADAN_TEST_POSTGRESQL is not set: run the tests through installer/test.sh")
    return "postgresql"


@pytest.fixture
def people(seat, url):
    """(case, its person, another person, somebody of another region) and a connection of the owner's."""
    case = seat("bagus").run(RecordIntake(people=(Newcomer(name="Orang Uji"),))).done[0]
    with owner(url) as mine:
        own = mine.execute("SELECT person_id FROM application WHERE id = %s", (case,)).fetchone()[0]
        office = mine.execute(
            "INSERT INTO office (kind, name, region, version) VALUES ('dinkes', 'Dinkes Jauh', '64.71', 1) RETURNING id"
        ).fetchone()[0]
        names = "(registration, name, office_id, created_at, version)"
        new = f"INSERT INTO person {names} VALUES (%s, 'X', %s, now(), 1) RETURNING id"
        here = seat("ratna").staff.office_id
        other, far = (mine.execute(new, (f"W-{at}", at)).fetchone()[0] for at in (here, office))
    return case, own, other, far


def refused(connection, statement, *values):
    """Whether the server lets nothing of it happen."""
    try:
        with connection.transaction():
            return connection.execute(statement, values).rowcount == 0
    except psycopg.Error as error:
        return isinstance(error, (psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege))


def test_the_door_is_open_for_the_merge_and_shut_with_it(url, people):
    case, own, other, far = people
    with connect(url, "ratna") as ratna, connect(url, "andi") as andi, connect(url, "bagus") as bagus:
        assert refused(ratna, CARRY, other, case) and refused(ratna, LEAVE, other, own)
        for clerk in (andi, bagus):
            assert refused(clerk, MERGE, other, own)
        assert refused(ratna, MERGE, other, far) and refused(ratna, MERGE, far, own)
        with ratna.transaction():
            ratna.execute(MERGE, (other, own))
            assert ratna.execute(CARRY, (other, case)).rowcount == 1
            assert ratna.execute(LEAVE, (other, own)).rowcount == 1
        assert refused(ratna, CARRY, own, case) and refused(ratna, LEAVE, None, own)
        with owner(url) as mine:
            found = mine.execute("SELECT person_id FROM application WHERE id = %s", (case,)).fetchone()
        assert found == (other,)


def test_somebody_out_of_sight_is_not_merged(seat, people):
    _case, _own, other, far = people
    with pytest.raises(Refused) as caught:
        seat("ratna").run(MergePeople(kept_id=other, merged_id=far, reason="Orang yang sama", seen=(1, 1)))
    assert caught.value.code == "no_person"
