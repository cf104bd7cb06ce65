"""Wordings outside the database, as an office keeps and edits them: a folder for each letter, `<code>/letter.toml` in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.documents.errors import TemplateError
from desktop.documents.template import letter_codes, parse_template
from desktop.documents.toml_file import read_text

NAME = "letter.toml"
MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class FoundTemplate:
    """One folder: the code it stands for, its file and text; `problem` says with file, line and key why it is no good."""

    code: str
    file: Path
    toml: str
    problem: str = ""


def read_folder(folder: Path) -> tuple[FoundTemplate, ...]:
    """Every folder of `folder` with a letter in it, sorted; or `folder` itself when it is that of one letter.

    Raises TemplateError when nothing is there.
    """
    places = [folder] if (folder / NAME).is_file() else _folders(folder)
    found = tuple(_read(place) for place in places)
    if not found:
        raise TemplateError(str(folder), "", f"tidak ada folder surat dengan {NAME}.", "Pilih folder yang lain.")
    return found


def write_folder(folder: Path, code: str, toml: str) -> Path:
    """Write `<folder>/<code>/letter.toml`, whole or not at all; gives the file. Raises OSError."""
    file = folder / code / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".setengah")
    try:
        half.write_text(toml, encoding="utf-8", newline="\n")
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    return file


def _folders(folder: Path) -> list[Path]:
    try:
        every = sorted(place for place in folder.iterdir() if place.is_dir() and not place.name.startswith("."))
    except OSError as problem:
        reason = problem.strerror or "folder tidak terbaca"
        raise TemplateError(
            str(folder), "", f"tidak bisa dibaca ({reason}).", "Periksa folder dan hak bacanya."
        ) from None
    return [place for place in every if (place / NAME).exists()]


def _read(place: Path) -> FoundTemplate:
    file, code = place / NAME, place.resolve().name
    try:
        if file.stat().st_size > MOST_BYTES:
            raise TemplateError(str(file), "", "terlalu besar untuk sebuah templat.", "Periksa isinya.")
        text = read_text(file).removeprefix("\ufeff")
    except TemplateError as wrong:
        return FoundTemplate(code, file, "", wrong.sentence)
    except OSError as problem:
        return FoundTemplate(code, file, "", f"{file}: tidak bisa dibaca ({problem.strerror}). Periksa hak bacanya.")
    if code not in letter_codes():
        known = ", ".join(letter_codes())
        return FoundTemplate(code, file, text, f"{file}: surat {code} tidak dikenal. Pakai salah satu: {known}.")
    try:
        parse_template(text, code, str(file))
    except TemplateError as wrong:
        return FoundTemplate(code, file, text, wrong.sentence)
    return FoundTemplate(code, file, text)
