"""The server's planner learns of the lines of a list as soon as they are poured."""

import json

import pytest
from sqlalchemy import text

from db.bulk import bulk_columns
from db.queries.staff import staff_by_username
from db.tables.incoming import incoming
from db.tables.traces import import_run

LINES = 3000
pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def _expected(connection):
    plan = connection.scalar(text("EXPLAIN (FORMAT JSON) SELECT * FROM incoming"))
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]


def test_a_table_that_was_looked_at_while_it_was_empty_is_looked_at_again(office, seat, clock):
    ratna = seat("ratna")
    office_id = office.read(staff_by_username, "ratna").office_id
    columns = {
        "seq": range(1, LINES + 1),
        "row": range(2, LINES + 2),
        "office_id": [office_id] * LINES,
        "name": [f"Warga {at}" for at in range(LINES)],
    }
    run = {
        "layout": "pbi_apbd",
        "file_name": "a.csv",
        "file_sha256": "0" * 64,
        "period": "2026-11",
        "segment": "pbi_kota",
    }
    counts = dict.fromkeys(("total", "accepted", "rejected", "duplicates"), 0)
    who = {"staff_id": ratna.staff.id, "office_id": office_id, "at": clock.now}
    database = ratna.office.database
    with database.write() as connection:
        run_id = connection.scalar(import_run.insert().values(**run, **counts, **who).returning(import_run.c.id))
        part = [[run_id] * LINES, *columns.values()]
        bulk_columns(database.backend, connection, incoming, ("run_id", *columns), iter([part]))
        with office.database.write() as owner:  # whoever tidies up sees none of these lines yet
            owner.exec_driver_sql("ANALYZE incoming")
        assert _expected(connection) < LINES / 10
        database.backend.look_at_incoming(connection)
        assert _expected(connection) == pytest.approx(LINES, rel=0.2)
