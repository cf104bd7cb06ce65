"""The head of a letter's declaration: what numbering and routing need to know of ``resources/letters/<code>``.

Layout and text of the same file are read by :mod:`desktop.documents`.
"""

from functools import cache

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.refusals import WrongDeclaration

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Head(msgspec.Struct, frozen=True):
    """Of the letter's head: whether it bears a number of its own."""

    numbered: bool = True


class LetterKind(msgspec.Struct, frozen=True):
    """A kind of letter. ``classification`` is the code of Permendagri 83/2022 that its number begins with.

    ``answers`` is the kind of letter it refers to by number and date ("menindaklanjuti surat …").
    A kind whose head is not ``numbered`` goes with another letter and is filed under that letter's number.
    """

    code: str
    title: str
    classification: str
    answers: str = ""
    head: Head = Head()
    numbering: str = "{kode}/{agenda}/{unit}/{bulan_romawi}/{tahun}"


@cache
def letter_kind(code: str) -> LetterKind:
    """The kind declared in ``resources/letters/<code>/letter.toml``. :raises WrongDeclaration:"""
    path = RESOURCES / "letters" / code / "letter.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=LetterKind)
    except (OSError, ValueError) as error:
        raise WrongDeclaration(f"letters/{code}/letter.toml", "", f"{error}. Perbaiki berkas itu.") from error


def format_number(kind: LetterKind, *, agenda: int, unit: str, month: int, year: int) -> str:
    """A letter number, e.g. ``400.9.4.1/017/PSBI/XI/2026``."""
    return kind.numbering.format(
        kode=kind.classification, agenda=f"{agenda:03d}", unit=unit, bulan_romawi=ROMAN[month - 1], tahun=year
    )
