"""What clerks noted about findings without deciding them: the lines that the journal of the month keeps."""

import json

from sqlalchemy import Connection, select

from db.tables.traces import journal

ACTION = "temuan_dicatat"


def remarks(connection: Connection, month_id: int) -> dict[int, str]:
    """Finding → the newest note about it, with who wrote it; as far as the reader may see the journal of that office."""
    j = journal.c
    mine = (j.chain == f"bulan:{month_id}", j.action == ACTION)
    found: dict[int, str] = {}
    for row in connection.execute(select(j.reason, j.staff_name, j.fields).where(*mine).order_by(j.seq)):
        _before, ids = json.loads(row.fields)["nomor_temuan"]
        found.update(dict.fromkeys(map(int, ids.split()), f"{row.reason} ({row.staff_name})"))
    return found
