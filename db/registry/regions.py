"""Whether the lines of a list are people of this region, as far as their NIKs tell: they name where each was issued."""

from sqlalchemy import Connection, case, func, select

from db.tables.incoming import incoming

_line = incoming.c


def issued(connection: Connection, run_id: int, region: str) -> tuple[int, int]:
    """(lines with a NIK, those whose NIK was issued in the region); ``region`` is a code in digits alone."""
    ours = func.count(case((func.substr(_line.nik, 1, len(region)) == region, 1)))
    row = connection.execute(select(func.count(_line.nik), ours).where(_line.run_id == run_id)).one()
    return int(row[0]), int(row[1])
