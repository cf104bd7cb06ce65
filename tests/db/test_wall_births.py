"""A record with a NIK by plain SQL: from Dukcapil, or with an import of one's own; asked once a statement, of all its rows."""

import pytest

from tests.conftest import POSTGRESQL
from tests.db.psql import connect
from tests.db.test_wall_merges import refused

BORN = (
    "INSERT INTO person (registration, nik, name, run_id, office_id, created_at, version) "
    "SELECT 'P-' || at, at, 'X', run, acting_office(), now(), 1 FROM unnest(%s::text[], %s::bigint[]) AS p (at, run)"
)
RUN = (
    "INSERT INTO import_run (layout, file_name, file_sha256, total, accepted, rejected, duplicates, staff_id, office_id, at)"
    " VALUES ('pbi_apbd', 'uji.csv', 'x', 0, 0, 0, 0, acting_staff(), acting_office(), now()) RETURNING id"
)


@pytest.fixture
def backend():
    if not POSTGRESQL:
        pytest.fail("PADAN_TEST_POSTGRESQL is not set: run the tests through installer/test.sh")
    return "postgresql"


def test_a_nik_comes_from_dukcapil_or_with_ones_own_import(office, url):
    with connect(url, "ratna") as ratna, connect(url, "andi") as andi, connect(url, "bagus") as bagus:
        run = ratna.execute(RUN).fetchone()[0]
        with connect(url, "sari") as sari:
            foreign = sari.execute(RUN.replace("pbi_apbd", "siksng_usulan")).fetchone()[0]
        one, two = "3175010101999901", "3175010101999902"
        assert refused(ratna, BORN, [one], [None]) and refused(ratna, BORN, [one], [foreign])
        assert refused(ratna, BORN, [one, two], [run, foreign]) and refused(bagus, BORN, [one], [None])
        assert ratna.execute(BORN, ([one, two], [run, run])).rowcount == 2
        # Who may not bring one learns nothing of those that are there.
        assert refused(bagus, BORN.replace("'P-'", "'Q-'"), [one], [None])
        assert andi.execute(BORN, (["3175010101999903"], [None])).rowcount == 1
        unnamed = BORN.replace("SELECT 'P-' || at, at,", "SELECT 'P-' || at, NULL,")
        assert bagus.execute(unnamed, (["satu"], [None])).rowcount == 1
        merged = BORN.replace("version)", "version, merged_into)").replace("now(), 1", "now(), 1, 1")
        assert refused(ratna, merged, ["3175010101999904"], [run]) and refused(
            andi, merged, ["3175010101999904"], [None]
        )
