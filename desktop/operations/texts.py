"""Texts as they are typed or pasted, made fit for any database before a command is carried out."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import String, Table

from desktop.sop.refusals import Refused

T = TypeVar("T")
# No database stores these: NUL, and the half of a pair that a broken emoji leaves behind.
_UNSTORABLE = {0: None} | dict.fromkeys(range(0xD800, 0xE000))


def storable(value: T) -> T:
    """The same command or value, its texts without signs that cannot be stored; unchanged values are not copied."""
    made: Any = value
    if isinstance(value, str):
        made = value.translate(_UNSTORABLE) if not value.isascii() or "\0" in value else value
    elif isinstance(value, tuple):
        parts = tuple(storable(part) for part in value)
        made = value if all(ours is given for ours, given in zip(parts, value, strict=True)) else parts
    elif isinstance(value, Mapping):
        made = {key: storable(part) for key, part in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        given = {one.name: getattr(value, one.name) for one in fields(value)}
        clean = {name: storable(part) for name, part in given.items()}
        changed = {name: part for name, part in clean.items() if part is not given[name] and part != given[name]}
        made = replace(value, **changed) if changed else value
    return made  # type: ignore[no-any-return]


def must_fit(table: Table, values: Mapping[str, object], labels: Mapping[str, str]) -> None:
    """:raises Refused: ``too_long`` for the first text that is longer than its column, named by its label."""
    for name, label in labels.items():
        kind = table.c[name].type
        most = kind.length if isinstance(kind, String) else None
        if most is not None and len(str(values.get(name) or "")) > most:
            raise Refused("too_long", f"{label} terlalu panjang: paling banyak {most} huruf. Pendekkan isiannya.")
