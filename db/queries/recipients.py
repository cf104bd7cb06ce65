"""For whom a clerk's last exports were, as the journal knows it."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, select

from db.tables.traces import journal

LOOKED_THROUGH = 60


def last_recipients(
    connection: Connection, chains: Collection[str], purpose: str, without: str = "", most: int = 4
) -> tuple[str, ...]:
    """Newest first, each once: who got the exports in these chains (one clerk's days) whose purpose begins with
    ``purpose``. ``without`` is the word for nobody named."""
    mine = (journal.c.chain.in_(sorted(chains)), journal.c.action == "ekspor")
    statement = select(journal.c.fields).where(*mine, journal.c.reason.startswith(purpose, autoescape=True))
    rows = connection.scalars(statement.order_by(journal.c.id.desc()).limit(LOOKED_THROUGH))
    found = dict.fromkeys(str(json.loads(fields).get("penerima", ("", ""))[1]) for fields in rows)
    return tuple(one for one in found if one not in ("", without))[:most]
