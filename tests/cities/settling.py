"""A generated city goes into an office: members, register, and the lists as imports of Dinas Kesehatan."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from db.bulk import bulk_insert
from db.database import Database
from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.registry import resident
from db.tables.traces import import_run
from desktop.sop.reconciling import nik_note
from tests.cities.city import PERIOD, City, chunks

AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
DINKES = 5
_NAMED = ("number", "nik", "name", "sex", "birth_date", "status", "period", "amount")


def settle(database: Database, city: City, *, staff_id: int, segment: str = "pbi_kota") -> int:
    """Everything of a city; gives the import of the bill (0 when it has none)."""
    with database.write() as connection:
        backend = database.backend
        # The practice city's own members are none of this one.
        connection.execute(update(membership).values(valid_to=membership.c.valid_from, end_reason="kota lain"))
        first = 1 + (connection.scalar(select(person.c.id).order_by(person.c.id.desc()).limit(1)) or 0)
        bulk_insert(
            backend,
            connection,
            person,
            ("id", "registration", "nik", "name", "sex", "birth_date", "created_at", "office_id"),
            (
                [(first + at, f"K-{at:09d}", nik, name, sex, birth, AT, DINKES) for at, nik, name, sex, birth in part]
                for part in chunks(city.persons)
            ),
        )
        bulk_insert(
            backend,
            connection,
            membership,
            ("person_id", "participant_number", "segment", "payer", "valid_from", "created_at"),
            (
                [(first + at, number, kind, "apbd_kota", since, AT) for at, number, kind, since in part]
                for part in chunks(city.members)
            ),
        )
        siak = begin_list(connection, "siak_penduduk", len(city.residents), staff_id)
        names = ("nik", "name", "sex", "birth_date", "state", "since", "office_id", "run_id")
        rows = ([(*one, DINKES, siak) for one in part] for part in chunks(city.residents))
        bulk_insert(backend, connection, resident, names, rows)
    if city.pbi:
        put_list(database, city.pbi, "pbi_bnba", segment="pbi_jk", staff_id=staff_id)
    if not city.lines:
        return 0
    return put_list(database, city.lines, "bpjs_tagihan", segment=segment, staff_id=staff_id)


def put_list(database: Database, lines, layout: str, *, segment: str, staff_id: int, period: str = PERIOD) -> int:
    """One imported list; gives its id."""
    with database.write() as connection:
        run_id = begin_list(connection, layout, len(lines), staff_id, period=period, segment=segment)
        columns = ("run_id", "office_id", "row", *_NAMED, "nik_note")
        rows = (
            [(run_id, DINKES, at, *line, nik_note(line[1], line[4], line[3])) for at, line in part]
            for part in chunks(list(enumerate(lines, 2)))
        )
        bulk_insert(database.backend, connection, list_row, columns, rows)
    return run_id


def begin_list(connection: Connection, layout: str, count: int, staff_id: int, **more: str) -> int:
    """The import of a list, before its rows; gives its id."""
    run = {
        "layout": layout,
        "file_name": f"{layout}.xlsx",
        "file_sha256": "0" * 64,
        "total": count,
        "accepted": count,
        "rejected": 0,
        "duplicates": 0,
        "staff_id": staff_id,
        "office_id": DINKES,
        "at": AT,
        **more,
    }
    run_id: int = connection.execute(insert(import_run).returning(import_run.c.id), run).scalar_one()
    return run_id
