"""From the declared walls (``walls.toml``) to grants and row policies; repeated as a whole, so an old right never stays."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from db.backends import statements

Deed = Literal["select", "insert", "update", "delete"]
DEEDS: tuple[Deed, ...] = ("select", "insert", "update", "delete")
# In brackets and behind SELECT the planner asks once a statement, not once a row.
_ACTING = {
    "acting.id": "(SELECT acting_staff())",
    "acting.office": "(SELECT acting_office())",
    "acting.sight": "((SELECT acting_sight())::bigint[])",
    "acting.sees_all": "(SELECT sees_all())",
    "acting.health": "(SELECT acting_as('satpol_pp', 'panti', 'dinsos', 'dinkes'))",
    "acting.agency": "(SELECT cardinality(acting_sight()) > 0)",
    "acting.admin": "(SELECT acting_as('admin'))",
}


@dataclass(frozen=True, slots=True)
class Right:
    """``groups`` may do ``deed`` with the rows of ``table`` that ``rows`` names (an SQL condition; none for a view, which
    has its own inside)."""

    table: str
    deed: Deed
    groups: tuple[str, ...]
    rows: str
    after: str
    columns: tuple[str, ...]


@cache
def rights() -> tuple[Right, ...]:
    """Every declared right."""
    declared = tomllib.loads((Path(__file__).parent / "walls.toml").read_text(encoding="utf-8"))
    return tuple(
        _right(declared, table, deed, one)
        for table, deeds in (declared["table"] | declared["view"]).items()
        for deed in DEEDS
        for one in _several(deeds.get(deed, []))
    )


def _several(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


def _right(declared: dict[str, Any], table: str, deed: Deed, one: dict[str, Any]) -> Right:
    who = declared[one["who"]] if isinstance(one["who"], str) else one["who"]
    rows, after = (_spelled(declared["rows"].get(named, named)) for named in _conditions(one))
    return Right(table, deed, tuple(who), rows, after, tuple(one.get("columns", ())))


def _conditions(one: dict[str, Any]) -> tuple[str, str]:
    """Which rows are in reach, and what one must still be after an update; both may be named in ``[rows]``."""
    rows = one.get("rows", "")
    return rows, one.get("after", rows)


def _spelled(condition: str) -> str:
    for word, call in _ACTING.items():
        condition = condition.replace(word, call)
    return condition


def matrix(roles: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Table → role → first letters of the deeds it may try, "-" for none; which rows is not in it."""
    declared = rights()
    return {
        table: {role: "".join(_deeds(table, role)) or "-" for role in roles}
        for table in dict.fromkeys(right.table for right in declared)
    }


def _deeds(table: str, role: str) -> Iterator[str]:
    for deed in DEEDS:
        if any(r.table == table and r.deed == deed and {role, "desk"} & set(r.groups) for r in rights()):
            yield deed[0]


def group_roles() -> str:
    """The statement that makes the group roles of a server; may be repeated."""
    return statements((Path(__file__).parent / "logins.sql").read_text(encoding="utf-8"))[0]


def wall_statements() -> list[str]:
    """The statements that put all walls up, in order."""
    tables = sorted({right.table for right in rights() if right.rows})
    return [
        _DROP_ALL,
        *_revoked(),
        *(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY' for table in tables),
        *_rights(),
    ]


# Policies and grants of an older version go first; then what is declared is all there is.
_DROP_ALL = """DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
    END LOOP;
END $$"""


def _revoked() -> Iterator[str]:
    groups = ", ".join(sorted({f"padan_{group}" for right in rights() for group in right.groups}))
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {groups}"
    yield "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO padan_desk"


def _rights() -> Iterator[str]:
    for at, right in enumerate(rights()):
        groups = ", ".join(f"padan_{group}" for group in right.groups)
        narrowed = ", ".join(f'"{name}"' for name in right.columns)
        columns = f" ({narrowed})" if narrowed else ""
        yield f'GRANT {right.deed.upper()}{columns} ON "{right.table}" TO {groups}'
        if not right.rows:
            continue
        clauses = {
            "select": f"USING ({right.rows})",
            "delete": f"USING ({right.rows})",
            "insert": f"WITH CHECK ({right.rows})",
            "update": f"USING ({right.rows}) WITH CHECK ({right.after})",
        }
        name = f"{right.deed}_{at}"
        yield f'CREATE POLICY {name} ON "{right.table}" FOR {right.deed.upper()} TO {groups} {clauses[right.deed]}'
