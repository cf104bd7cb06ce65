"""What undone imports took out of the register: the known reason for an office that became smaller."""

import json
from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, select

from db.tables.traces import import_run, journal

ACTION, RUN = "impor_batal", "impor"
"""Under which action an undo is journalled, and the field that names the import."""
_TABLES = {"kepesertaan": "membership", "orang": "person"}


def taken_back(connection: Connection, since: datetime) -> dict[str, int]:
    """Table → rows of imports that stood at ``since`` and were taken back afterwards, as the journal tells."""
    r = import_run.c
    runs = set(connection.scalars(select(r.id).where(r.at <= since, r.undone_at > since)))
    found: Counter[str] = Counter()
    if runs:
        told = select(journal.c.fields).where(journal.c.action == ACTION, journal.c.at > since)
        for fields in map(json.loads, connection.scalars(told)):
            if fields.get(RUN, (None,))[0] in runs:
                found.update({table: fields[name][0] for name, table in _TABLES.items() if name in fields})
    return dict(found)
