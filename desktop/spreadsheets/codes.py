"""The numeric codes of SIAK and BPJS lists, and our words for them (`resources/excel/codes.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from desktop.paths import RESOURCES
from desktop.spreadsheets.columns import cell_text


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    content: dict[str, Any] = tomllib.loads((RESOURCES / "excel" / "codes.toml").read_text(encoding="utf-8"))
    return content


def codes(system: str, field: str) -> Mapping[str, str]:
    """{code: our word} of a field in `siak` or `bpjs`; KeyError when that system has no such codes."""
    return _tables()[system][field]


def word_of(system: str, field: str, value: object) -> str | None:
    """Our word for a code or a spelling; None for an empty cell, an unknown one as it was written."""
    text = cell_text(value)
    if not text:
        return None
    plain = text.upper().strip()
    code = plain.lstrip("0") or "0" if plain.isdigit() else plain
    return codes(system, field).get(code) or _tables()["also"].get(field, {}).get(plain) or plain


def code_of(system: str, field: str, word: object) -> str | None:
    """The code of our word in `siak` or `bpjs`, through the mapping of SIAK words; None when there is none.

    Never another person's guess: a word that the system does not know goes out as an empty cell.
    """
    if not isinstance(word, str) or not word:
        return None
    known = {name: code for code, name in codes(system, field).items()}
    if system == "bpjs" and word not in known:
        word = _tables()["siak_to_bpjs"].get(field, {}).get(word, word)
    return known.get(word)
