"""The head of a letter's declaration: what numbering and routing need to know of ``resources/letters/<code>``.

Layout and text of the same file are read by :mod:`desktop.documents`.
"""

from functools import cache
from typing import Literal

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.numbering import NUMBERING, check_pattern
from desktop.sop.refusals import Refused, WrongDeclaration
from desktop.sop.typed import typed

VOID_MARK = "BATAL-"


class Head(msgspec.Struct, frozen=True):
    """Of the letter's head: whether it bears a number of its own, and what it is about."""

    numbered: bool = True
    subject: str = ""


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
    numbering: str = NUMBERING


class Edges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """White edge of the paper in mm."""

    top: float
    right: float
    bottom: float
    left: float


class LetterStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one office wants its paper; what is empty (or 0) is as the template says. Sizes in points, edges in mm."""

    paper: Literal["", "a4", "f4", "folio"] = ""
    font: Literal["", "sans", "serif"] = ""
    font_size: float = 0.0
    margins: Edges | None = None


def read_style(text: str) -> LetterStyle:
    """The style stored with an office; nothing stored is the template's own. :raises Refused: for a damaged text."""
    if not text:
        return LetterStyle()
    try:
        return msgspec.json.decode(text, type=typed(LetterStyle))
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise Refused("bad_style", "Ukuran kertas kantor ini tidak terbaca. Atur ulang di Tata surat.") from None


def write_style(style: LetterStyle) -> str:
    """The text that ``read_style`` reads."""
    return msgspec.json.encode(style).decode()


def read_kind(toml: str, name: str) -> LetterKind:
    """The kind that a template text declares; ``name`` stands in the refusal. :raises WrongDeclaration:"""
    try:
        kind = msgspec.toml.decode(toml.encode(), type=typed(LetterKind))
        check_pattern(kind.numbering)
    except ValueError as error:
        raise WrongDeclaration(name, "", f"{error}. Perbaiki berkas itu.") from error
    except Refused as error:
        raise WrongDeclaration(name, "numbering", error.sentence) from error
    return kind


def elsewhere(office_name: str) -> str:
    """Said to an office that neither wrote nor received a letter."""
    return f"Surat antara kantor lain. Mintalah salinannya kepada {office_name}."


def void_words(reason: str, replaced_number: str) -> str:
    """Said wherever a letter that was declared void is opened or saved."""
    after = f"Diganti dengan {replaced_number}." if replaced_number else "Tidak ada penggantinya."
    return f"Surat ini dibatalkan: {reason.rstrip('. ')}. {after}"


def void_name(file: str) -> str:
    """The name of a copy of a void letter: nobody takes it for one that counts."""
    return file if file.startswith(VOID_MARK) else VOID_MARK + file


@cache
def shipped_template(code: str) -> str:
    """The text of ``resources/letters/<code>/letter.toml``. :raises WrongDeclaration:"""
    try:
        return (RESOURCES / "letters" / code / "letter.toml").read_text(encoding="utf-8")
    except OSError as error:
        raise WrongDeclaration(f"letters/{code}/letter.toml", "", f"{error}. Perbaiki berkas itu.") from error


@cache
def letter_kind(code: str) -> LetterKind:
    """The kind declared in ``resources/letters/<code>/letter.toml``. :raises WrongDeclaration:"""
    return read_kind(shipped_template(code), f"letters/{code}/letter.toml")
