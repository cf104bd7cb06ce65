"""The wording an office gave its letters, newest first; and the pictures that letters name by their hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from db.tables.access import staff
from db.tables.letters import emblem, letter_template


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One saved wording. An empty ``toml`` means: from then on the wording that comes with the program again."""

    id: int
    office_id: int
    code: str
    toml: str
    note: str
    staff_name: str
    created_at: datetime


def _select() -> Select[tuple[object, ...]]:
    columns = [letter_template.c[name] for name in ("id", "office_id", "code", "toml", "note")]
    return select(*columns, staff.c.name, letter_template.c.created_at).join(
        staff, staff.c.id == letter_template.c.created_by
    )


def own_template(connection: Connection, office_id: int, code: str) -> TemplateRow | None:
    """The office's newest wording of a letter, or ``None`` while it uses the program's own."""
    mine = (letter_template.c.office_id == office_id, letter_template.c.code == code)
    row = connection.execute(_select().where(*mine).order_by(letter_template.c.id.desc()).limit(1)).first()
    return TemplateRow(*row) if row and row.toml else None


def template_history(connection: Connection, office_id: int, code: str) -> tuple[TemplateRow, ...]:
    """Every wording the office ever saved for a letter, newest first."""
    mine = (letter_template.c.office_id == office_id, letter_template.c.code == code)
    found = connection.execute(_select().where(*mine).order_by(letter_template.c.id.desc()))
    return tuple(TemplateRow(*row) for row in found)


def own_templates(connection: Connection, office_id: int) -> dict[str, TemplateRow]:
    """Code → the office's own newest wording, for the letters that have one."""
    newest = (
        select(func.max(letter_template.c.id))
        .where(letter_template.c.office_id == office_id)
        .group_by(letter_template.c.code)
    )
    found = connection.execute(_select().where(letter_template.c.id.in_(newest)))
    return {row.code: TemplateRow(*row) for row in found if row.toml}


def template_by_id(connection: Connection, template_id: int) -> TemplateRow | None:
    """One saved wording."""
    row = connection.execute(_select().where(letter_template.c.id == template_id)).first()
    return TemplateRow(*row) if row else None


def emblems(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """SHA-256 → picture."""
    statement = select(emblem.c.sha256, emblem.c.content).where(emblem.c.sha256.in_(list(hashes)))
    return {row.sha256: row.content for row in connection.execute(statement)}
