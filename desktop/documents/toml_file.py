"""Reading a declaration (letter.toml, card.toml) so that every mistake names file, key, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from desktop.documents.errors import TemplateError
from desktop.sop.typed import typed

T = TypeVar("T")
_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_SYNTAX = re.compile(r"at line (\d+)")
_NAMED = re.compile(r"field `(.+?)`")
_TYPES = {
    "str": "teks dalam tanda kutip",
    "int": "bilangan",
    "float": "bilangan",
    "bool": "true atau false",
    "array": "daftar dalam [ ]",
    "object": "tabel",
}


def read_text(file: Path) -> str:
    """The text of a declaration. Raises TemplateError when it cannot be read."""
    name = str(file)
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TemplateError(name, "", "bukan teks UTF-8.", "Simpan berkas sebagai UTF-8.") from None
    except OSError as problem:
        reason = problem.strerror or "berkas tidak terbaca"
        raise TemplateError(name, "", f"tidak bisa dibaca ({reason}).", "Periksa berkas dan hak bacanya.") from None


def decode_toml(text: str, schema: type[T], name: str, check: Callable[[T], None]) -> T:
    """The text as `schema`, approved by `check`; `name` is the file's name in refusals.

    Raises TemplateError for bad TOML, a missing, unknown or wrong key, and what `check` refuses, with its line.
    """
    try:
        found = _typed(text, schema, name)
        check(found)
    except TemplateError as problem:
        raise problem.on_line(line_of(text, problem.key)) from None
    return found


def _typed(text: str, schema: type[T], name: str) -> T:
    try:
        plain: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        found = _SYNTAX.search(str(problem))
        line = int(found[1]) if found else text.count("\n") + 1
        remedy = "Periksa tanda kutip, kurung, dan tanda sama dengan di baris itu."
        raise TemplateError(name, "", "susunan TOML keliru.", remedy, line) from None
    try:
        return msgspec.convert(plain, typed(schema))
    except msgspec.ValidationError as problem:
        raise _wrong_key(name, str(problem)) from None


def _wrong_key(name: str, message: str) -> TemplateError:
    match = _AT.match(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    named = _NAMED.search(what)
    if named:
        path = f"{path}.{named[1]}" if path else named[1]
    if "missing required field" in what:
        return TemplateError(name, path, "belum ada.", "Tambahkan kunci ini.")
    if named:
        return TemplateError(name, path, "kunci tidak dikenal.", "Hapus, atau betulkan ejaannya.")
    expected = re.search(r"Expected `(\w+)", what)
    if expected and expected[1] in _TYPES:
        return TemplateError(name, path, "jenis isinya keliru.", f"Isi dengan {_TYPES[expected[1]]}.")
    return TemplateError(name, path, "isinya tidak termasuk pilihan.", "Pakai nilai seperti pada surat lain.")


def line_of(text: str, key: str) -> int | None:
    """The line (from 1) where `key` ("table.columns[2].width") is written; the nearest table head otherwise."""
    if not key:
        return None
    lines = text.splitlines()
    start, last = _head_line(lines, key)
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if at > start and line.startswith("["):
            break
        if re.match(rf"{re.escape(last)}\s*=", line):
            return at + 1
    return start or None


def _head_line(lines: list[str], key: str) -> tuple[int, str]:
    """Index of the line after the table head the key belongs to (0: top of the file), and the key's last name."""
    *parents, last = key.split(".")
    place, start = "", 0
    for part in parents:
        name, _, index = part.rstrip("]").partition("[")
        place = f"{place}.{name}" if place else name
        head = f"[[{place}]]" if index else f"[{place}]"
        seen = [at for at, text in enumerate(lines) if text.strip() == head]
        wanted = int(index) if index.isdigit() else 0
        start = seen[wanted] + 1 if wanted < len(seen) else start
    name, _, index = last.rstrip("]").partition("[")
    heads = [at for at, text in enumerate(lines) if text.strip() == f"[[{'.'.join([*parents, name])}]]"]
    if heads and not any(re.match(rf"{re.escape(name)}\s*=", text.strip()) for text in lines[start:]):
        return heads[int(index)] + 1 if index.isdigit() and int(index) < len(heads) else heads[0] + 1, name
    return start, name
