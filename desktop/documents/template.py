"""A letter as an office can read and change it: `resources/letters/<code>/letter.toml`, read with types."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import msgspec

from desktop.documents.errors import TemplateError
from desktop.documents.fields import SUPPLIED, Piece, field_names, parse
from desktop.documents.toml_file import decode_toml, read_text
from desktop.paths import RESOURCES
from desktop.sop.letters import Edges

LETTERS = RESOURCES / "letters"
# F4 is what offices ask for (215 × 330 mm); folio is the 8.5 × 13 inch sheet it is often mixed up with.
PAPERS = {"a4": (210.0, 297.0), "f4": (215.0, 330.0), "folio": (215.9, 330.2)}
_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")

Orientation = Literal["portrait", "landscape"]
Kind = Literal["paragraph", "flush", "item", "detail", "party", "table"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class PageSetup(_Strict, frozen=True):
    """Paper, edges in mm, kind of type and the size of the body text in points. An office's own style may replace all
    of it but the orientation."""

    paper: Literal["a4", "f4", "folio"]
    margins: Edges
    orientation: Orientation = "portrait"
    font: Literal["sans", "serif"] = "sans"
    font_size: float = 11


class Head(_Strict, frozen=True):
    """Top of the letter: `urgency`, `attachment`, `subject` for korespondensi; `lines` for judul."""

    urgency: str = ""
    attachment: str = ""
    subject: str = ""
    lines: tuple[str, ...] = ()
    numbered: bool = True


class Paragraph(_Strict, frozen=True):
    """One piece of the body.

    `kind`: "paragraph" (first line indented), "flush", "item" (numbered), "detail" (label : text), "party" (identity
    of PIHAK 1 or 2, then text), "table" (the list stands here). `when` / `unless`: printed only if that field is
    filled / empty.
    """

    kind: Kind = "paragraph"
    text: str = ""
    label: str = ""
    party: Literal[0, 1, 2] = 0
    when: str = ""
    unless: str = ""


class Column(_Strict, frozen=True):
    """A column of the list: width in mm (all widths together are stretched to the paper)."""

    key: str
    heading: str
    width: float
    align: Literal["left", "center", "right"] = "left"
    required: bool = False


class Table(_Strict, frozen=True):
    """The list by name: on pages of its own ("annex") or inside the letter ("body")."""

    columns: tuple[Column, ...]
    placement: Literal["annex", "body"] = "annex"
    title: tuple[str, ...] = ()
    source: str = ""
    orientation: Orientation = "portrait"
    signature: bool = True
    font_size: float = 9


class Signature(_Strict, frozen=True):
    """The place line above the signature (empty: none) and who signs."""

    place: str = ""
    parties: bool = False


class LetterTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One letter.toml. `file` is the name used in refusals."""

    code: str
    title: str
    shape: Literal["korespondensi", "judul"]
    classification: str
    issuer_kind: str
    page: PageSetup
    head: Head
    paragraphs: tuple[Paragraph, ...]
    recipient_kind: str = ""
    answers: str = ""
    attention: str = ""
    copies: tuple[str, ...] = ()
    signature: Signature = Signature()
    table: Table | None = None
    file: str = ""

    @cached_property
    def texts(self) -> dict[str, tuple[Piece, ...]]:
        """Every text with markup, by its key ("paragraphs[2].text"), parsed."""
        found = {"head.subject": self.head.subject, "signature.place": self.signature.place}
        found |= {f"head.lines[{at}]": text for at, text in enumerate(self.head.lines)}
        found |= {f"paragraphs[{at}].text": paragraph.text for at, paragraph in enumerate(self.paragraphs)}
        found |= {f"copies[{at}]": text for at, text in enumerate(self.copies)}
        if self.table:
            found["table.source"] = self.table.source
            found |= {f"table.title[{at}]": text for at, text in enumerate(self.table.title)}
        return {key: parse(text, self.file, key) for key, text in found.items()}

    @cached_property
    def required_fields(self) -> tuple[str, ...]:
        """Fields the issuer must supply, in the order of the declaration; without them the letter is refused."""
        loose = {f"paragraphs[{at}].text": part.when for at, part in enumerate(self.paragraphs) if part.when}
        needed = frozenset[str]().union(*(field_names(p) for key, p in self.texts.items() if key not in loose))
        return tuple(name for name in SUPPLIED if name in needed)


def letter_codes(folder: Path = LETTERS) -> tuple[str, ...]:
    """Codes of the letters that have a folder, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/letter.toml")))


@cache
def load_template(code: str, folder: Path = LETTERS) -> LetterTemplate:
    """The template of letter `code`. Raises TemplateError with file, key and remedy."""
    file = folder / code / "letter.toml"
    if not _CODE.match(code) or not file.is_file():
        known = ", ".join(letter_codes(folder)) or "(belum ada)"
        raise TemplateError(str(file), "", "berkas tidak ada.", f"Surat yang tersedia: {known}.")
    return parse_template(read_text(file), code, str(file))


def parse_template(toml: str, code: str, name: str = "") -> LetterTemplate:
    """A template from its text: an office's own one, or one being edited.

    `name` stands in refusals. Raises TemplateError with key, line and remedy.
    """
    from desktop.documents.template_checks import check_template

    named = name or f"templat {code}"

    def check(template: LetterTemplate) -> None:
        check_template(msgspec.structs.replace(template, file=named), code)

    return msgspec.structs.replace(decode_toml(toml, LetterTemplate, named, check), file=named)
