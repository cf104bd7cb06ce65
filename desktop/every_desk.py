"""Settings for all desks: what an administrator said by group policy, or in ``padan.toml`` beside the program.

They count before what a desk chose for itself. Nothing here stops the program: what cannot be used is told in a sentence.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from desktop import policy

FILE = "padan.toml"
MEANWHILE = "Untuk sementara dipakai pengaturan meja ini."
_PLACE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Given:
    """``values`` by key, and a sentence for everything that was said and cannot be used."""

    values: Mapping[str, str]
    problems: tuple[str, ...]


def given(names: Iterable[str]) -> Given:
    """What is said for all desks about the settings ``names``; group policy counts before the file."""
    known = frozenset(names)
    values, problems = _of_file(file_beside(), known)
    by_policy = policy.policy_values(known)
    problems += list(_unfit(by_policy, "kebijakan grup"))
    return Given(values | by_policy, tuple(problems))


def file_beside() -> Path | None:
    """Where the file lies: beside the installed program; a program run from source has none."""
    return Path(sys.executable).parent / FILE if getattr(sys, "frozen", False) else None


def _of_file(path: Path | None, known: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    if path is None:
        return {}, []
    try:
        # The editor of Windows likes to put a mark in front of UTF-8.
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        remedy = "Minta administrator memeriksa hak bacanya."
        return {}, [f"{path} tidak dapat dibaca ({error.strerror}). {remedy} {MEANWHILE}"]
    except UnicodeDecodeError:
        return {}, [f"{path} bukan teks UTF-8. Minta administrator menyimpannya ulang sebagai UTF-8. {MEANWHILE}"]
    return _read(text, path, known)


def _read(text: str, path: Path, known: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    import tomllib

    try:
        said = dict(_flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        spot = _PLACE.search(str(error))
        where = f"baris {spot[1]}, huruf ke-{spot[2]}" if spot else "bagian akhir"
        remedy = 'Minta administrator memperbaikinya; satu baris berbunyi: nama = "nilai".'
        return {}, [f"{path} rusak di {where}. {remedy} {MEANWHILE}"]
    values = {key: _text(value) for key, value in said.items() if key in known and isinstance(value, str | int)}
    values = {key: value for key, value in values.items() if value}
    strange = sorted(said.keys() - values.keys() - {key for key, value in said.items() if value == ""})
    problems = [
        f"Isi «{key}» di {path} tidak dikenal, jadi tidak dipakai. Minta administrator memeriksanya." for key in strange
    ]
    return values, [*problems, *_unfit(values, str(path))]


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """``printer.a4`` is a key of ours and a table in TOML."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _text(value: str | int) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value).strip()


def _unfit(values: dict[str, str], source: str) -> Iterator[str]:
    """Take out an address that must not be used, and say why."""
    wrong = address_trouble(values.get("database", ""))
    if wrong:
        del values["database"]
        yield f"Alamat basis data di {source} {wrong}"


def address_trouble(url: str) -> str:
    """Why an address cannot be given to all desks; empty when it can. The address itself is not repeated."""
    if not url:
        return ""
    try:
        where = urlsplit(url)
        scheme, secret = where.scheme.partition("+")[0], where.password is not None or "password=" in where.query
    except ValueError:
        scheme, secret = "", False
    if secret:
        remedy = (
            "Minta administrator menghapus kata sandi itu; setiap petugas mengetik kata sandinya sendiri saat masuk."
        )
        return f"memuat kata sandi, jadi tidak dipakai. {remedy}"
    if scheme not in {"postgresql", "sqlite"}:
        return "tidak dikenal, jadi tidak dipakai. Minta administrator menulis postgresql://SERVER/BASISDATA."
    return ""
