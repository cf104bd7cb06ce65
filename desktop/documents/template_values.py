"""Single values of a letter.toml, read and replaced in its text: what somebody wrote around them stays as it is."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from desktop.documents.toml_file import line_of

Value = str | list[str]


def plain_values(toml: str) -> dict[str, Value]:
    """Texts that are changed most often, by key: subject or title, urgency, attachment, copies, every paragraph.

    A value that is not there yet is empty. Raises tomllib.TOMLDecodeError for a text that is not TOML.
    """
    plain: dict[str, Any] = tomllib.loads(toml)
    head = plain.get("head")
    head = head if isinstance(head, dict) else {}
    if plain.get("shape") == "judul":
        found: dict[str, Value] = {"head.lines": _list(head.get("lines"))}
    else:
        found = {f"head.{name}": _text(head.get(name)) for name in ("subject", "urgency", "attachment")}
    found["copies"] = _list(plain.get("copies"))
    parts = plain.get("paragraphs")
    for at, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            found[f"paragraphs[{at}].text"] = part["text"]
    return found


def replaced(toml: str, key: str, value: Value) -> str | None:
    """The text with another value at `key`; `None` when it stands there in a way that only a person should change
    (over several lines, or inside braces)."""
    name = key.rpartition(".")[2]
    written = _written(value)
    lines = toml.split("\n")
    at = (line_of(toml, key) or 0) - 1
    found = re.match(rf"(\s*{re.escape(name)}\s*=\s*)(.*)$", lines[at]) if at >= 0 else None
    if found:
        if _value_of(found[2]) is None:
            return None
        lines[at] = f"{found[1]}{written}{_remark(found[2])}"
    else:
        place = _room(lines, key)
        if place is None:
            return None
        lines.insert(place, f"{name} = {written}")
    new = "\n".join(lines)
    return new if _stands(new, key, value) else None


def _written(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value_of(rest: str) -> Any:
    try:
        return tomllib.loads(f"x = {rest}")["x"]
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _remark(rest: str) -> str:
    """The remark behind a value."""
    value = _value_of(rest)
    for found in re.finditer(r"\s*#", rest):
        if _value_of(rest[: found.start()]) == value:
            return rest[found.start() :]
    return ""


def _room(lines: list[str], key: str) -> int | None:
    """Where a new key goes: behind the head of its table, or before the first table."""
    table = key.rpartition(".")[0]
    if not table:
        return next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    return next((at + 1 for at, line in enumerate(lines) if line.strip() == f"[{table}]"), None)


def _stands(toml: str, key: str, value: Value) -> bool:
    try:
        found = plain_values(toml).get(key)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return found == value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
