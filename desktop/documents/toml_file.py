"""Reading a declaration (letter.toml, card.toml) so that every mistake names file, key, line and remedy."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from desktop.documents.errors import TemplateError

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


def read_toml(file: Path, schema: type[T]) -> T:
    """The file as `schema`. Raises TemplateError for an unreadable file, bad TOML, a missing, unknown or wrong key."""
    name = str(file)
    try:
        raw = file.read_text(encoding="utf-8")
        plain: dict[str, Any] = tomllib.loads(raw)
    except UnicodeDecodeError:
        raise TemplateError(name, "", "bukan teks UTF-8.", "Simpan berkas sebagai UTF-8.") from None
    except OSError as problem:
        reason = problem.strerror or "berkas tidak terbaca"
        raise TemplateError(name, "", f"tidak bisa dibaca ({reason}).", "Periksa berkas dan hak bacanya.") from None
    except tomllib.TOMLDecodeError as problem:
        found = _SYNTAX.search(str(problem))
        line = int(found[1]) if found else raw.count("\n") + 1
        remedy = "Periksa tanda kutip, kurung, dan tanda sama dengan di baris itu."
        raise TemplateError(name, "", "susunan TOML keliru.", remedy, line) from None
    try:
        return msgspec.convert(plain, schema)
    except msgspec.ValidationError as problem:
        raise _wrong_key(file, str(problem)) from None


def _wrong_key(file: Path, message: str) -> TemplateError:
    match = _AT.match(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    named = _NAMED.search(what)
    if named:
        path = f"{path}.{named[1]}" if path else named[1]
    line = line_of(str(file), path)
    if "missing required field" in what:
        return TemplateError(str(file), path, "belum ada.", "Tambahkan kunci ini.", line)
    if named:
        return TemplateError(str(file), path, "kunci tidak dikenal.", "Hapus, atau betulkan ejaannya.", line)
    expected = re.search(r"Expected `(\w+)", what)
    if expected and expected[1] in _TYPES:
        return TemplateError(str(file), path, "jenis isinya keliru.", f"Isi dengan {_TYPES[expected[1]]}.", line)
    return TemplateError(
        str(file), path, "isinya tidak termasuk pilihan.", "Pakai nilai seperti pada surat lain.", line
    )


def line_of(file: str, key: str) -> int | None:
    """The line (from 1) where `key` ("table.columns[2].width") is written; the nearest table head otherwise."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    start, last = _head_line(lines, key)
    for at in range(start, len(lines)):
        text = lines[at].strip()
        if at > start and text.startswith("["):
            break
        if re.match(rf"{re.escape(last)}\s*=", text):
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
