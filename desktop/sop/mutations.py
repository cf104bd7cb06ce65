"""What a line of a form asks for: a membership that begins or ends, or PBI JK proposed (``resources/sop/mutations.toml``)."""

import re
from collections.abc import Mapping
from functools import cache

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.typed import typed

BEGINS, ENDS = "mulai", "berakhir"
MEANINGS = {BEGINS: "Kepesertaan mulai", ENDS: "Kepesertaan berakhir"}
"""What a *Jenis Mutasi* may mean → on screen."""
UNKNOWN = "jenis mutasi "
"""Before a word that nobody explained yet, among the counts of an import."""
REMEMBERED = "jenis-mutasi"
"""Under which name an office's own answers are kept among the remembered headings."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    proposes: tuple[str, ...]


@cache
def _declared() -> _File:
    return msgspec.toml.decode((RESOURCES / "sop" / "mutations.toml").read_bytes(), type=typed(_File))


def folded(word: str) -> str:
    """A word of a form without case, signs and blanks; a code without leading zeros."""
    plain = re.sub(r"[^0-9A-Z]", "", word.upper())
    return plain.lstrip("0") or "0" if plain.isdigit() else plain


def meaning(word: str, told: Mapping[str, str]) -> str:
    """``mulai``, ``berakhir``, or empty for what nobody explained; ``told`` are an office's own answers, which count first."""
    plain = folded(word)
    if answer := {folded(code): answer for code, answer in told.items()}.get(plain, ""):
        return answer
    known = {**dict.fromkeys(_declared().begins, BEGINS), **dict.fromkeys(_declared().ends, ENDS)}
    return known.get(plain, "")


def begin_word(told: Mapping[str, str]) -> str:
    """What a form that goes out asks with for a membership to begin: the one code of which an office was told that it
    means that; else the word that we know."""
    own = [code for code, answer in told.items() if answer == BEGINS]
    return own[0] if len(own) == 1 else _declared().begins[0]


def proposes_pbi(word: str) -> bool:
    """Whether a *Program Bansos* is PBI JK."""
    return folded(word) in _declared().proposes
