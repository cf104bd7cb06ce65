"""What somebody with all rights over the file or the server could do: edit any table behind the guards."""

from sqlalchemy import select, text

from db.tables.traces import journal as table
from desktop.operations import journal
from desktop.operations.journal import digest


def tamper(office, *statements, **values):
    """Carry out plain SQL as a superuser; SQLite's foreign keys are switched off outside the transaction."""
    if office.database.backend.name == "sqlite":
        with office.database.write() as connection:
            raw = connection.connection.dbapi_connection
            raw.rollback()
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("BEGIN IMMEDIATE")
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                raw.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                connection.execute(text(statement), values)
            raw.execute("COMMIT")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.execute("BEGIN")
        return
    with office.database.write() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement), values)


def forge(office, chain, seq, *, only=False, **changes):
    """Rewrite a line and, unless ``only``, every line after it in its chain with right hashes, and the chain's head."""
    with office.database.read() as connection:
        rows = [
            dict(row)
            for row in connection.execute(
                select(table).where(table.c.chain == chain, table.c.seq >= seq).order_by(table.c.seq)
            ).mappings()
        ]
    rows[0] |= changes
    rows = rows[:1] if only else rows
    for at, row in enumerate(rows):
        if at:
            row["previous"] = rows[at - 1]["hash"]
        row["hash"] = digest(row)
    for row in rows:
        tamper(
            office,
            "UPDATE journal SET reason = :reason, staff_name = :staff_name, previous = :previous, hash = :hash"
            " WHERE id = :id",
            **{name: row[name] for name in ("reason", "staff_name", "previous", "hash", "id")},
        )
    if not only:
        tamper(office, "UPDATE journal_head SET hash = :hash WHERE chain = :chain", hash=rows[-1]["hash"], chain=chain)


def proof(office):
    """What verify finds."""
    with office.database.read() as connection:
        return journal.verify(connection)


def broken(office):
    """(chain, seq) of every break, and its sentence."""
    return {(found.chain, found.seq): found.sentence for found in proof(office).breaks}
