"""A letter that was really issued, to try another wording on."""

from sqlalchemy import Connection, select

from db.tables.papers import letter


def newest_facts(connection: Connection, office_id: int, code: str) -> tuple[str, str] | None:
    """(number, frozen facts) of the newest letter of a kind that an office issued, or ``None``."""
    mine = (letter.c.office_id == office_id, letter.c.code == code)
    statement = select(letter.c.number, letter.c.facts).where(*mine).order_by(letter.c.id.desc()).limit(1)
    row = connection.execute(statement).first()
    return (row.number, row.facts) if row else None
