"""One letter: facts in, PDF bytes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from desktop.documents.body import Draft, compose
from desktop.documents.errors import TemplateError, Unprintable
from desktop.documents.facts import LetterFacts, Signer
from desktop.documents.fonts import LETTER_FAMILIES, Family, clean, missing_glyphs, spell
from desktop.documents.page_setup import styled
from desktop.documents.paint import write_pdf
from desktop.documents.sections import Section, annex_foot, letter_foot
from desktop.documents.shapes import annex_slabs, letter_slabs
from desktop.documents.sheet import Meta
from desktop.documents.table import cell_text
from desktop.documents.template import LetterTemplate, load_template


def render_letter(
    facts: LetterFacts,
    template: LetterTemplate | None = None,
    paper: str | None = None,
    *,
    first: int | None = None,
    taken: str = "",
) -> bytes:
    """The letter as PDF, the same bytes for the same facts.

    `template` and `paper` ("a4", "f4", "folio") replace what letter.toml says. `first` pages only: for a preview
    while a long list is still being set; they look as in the whole letter, and an annex that they do not reach is
    not laid out, so an empty cell in it is not found. `taken` says in the lower margin of a draft who took it; an
    issued letter is the same bytes for everybody and never bears it (ValueError). Raises TemplateError for a bad
    template and Unprintable when the letter would have a hole (missing field, number, recipient, glyph).
    """
    if taken and not facts.draft:
        raise ValueError("an issued letter bears no taker")
    template = template or load_template(facts.code)
    sections = [replace(section, taken=taken) for section in _sections(template, facts, paper)]
    number = clean(facts.number)
    title = f"{template.title} – {number}" if number else template.title
    author = " – ".join(clean(line) for line in facts.letterhead.lines[:2])
    pages = (page for section in sections for page in section.pages())
    return write_pdf(islice(pages, first), Meta(title, author, template.title, facts.date))


def letter_problems(facts: LetterFacts, template: LetterTemplate | None = None) -> tuple[Unprintable, ...]:
    """Everything that keeps the letter from being printed; to be asked before its number is taken.

    One problem for each row that blocks (`subject` = its index); the letter's own one (-1) only when no row does.
    """
    template = template or load_template(facts.code)
    found = [problem for at in range(len(facts.rows)) for problem in _row_problems(template, facts, at)]
    if found:
        return tuple(found)
    try:
        for section in _sections(template, replace(facts, draft=True), None):
            for _ in section.bodies():
                pass
    except Unprintable as problem:
        return (problem,)
    except TemplateError as problem:
        told = Unprintable(problem.sentence)
        told.__cause__ = problem  # who has the text of the template can name the line
        return (told,)
    return ()


def _row_problems(template: LetterTemplate, facts: LetterFacts, at: int) -> list[Unprintable]:
    if template.table is None:
        return []
    row = facts.rows[at]
    try:
        family = LETTER_FAMILIES[facts.style.font or template.page.font]
        for where, text, subject in _row_texts(
            row, {column.key: column.heading for column in template.table.columns}, at
        ):
            _check_glyphs(where, text, subject, family)
        for column in template.table.columns:
            cell_text(column, row, at)
    except Unprintable as problem:
        return [problem]
    return []


def _sections(template: LetterTemplate, facts: LetterFacts, paper: str | None) -> list[Section]:
    """The letter and its annex, ready to be laid out. Raises Unprintable and TemplateError."""
    draft = compose(template, facts, styled(template.page, facts.style, paper))
    _check_letters(draft)
    found = [Section(draft, draft.page.orientation, letter_slabs, letter_foot).fitted()]
    if template.table and template.table.placement == "annex":
        found.append(Section(draft, template.table.orientation, annex_slabs, annex_foot))
    return found


def _check_letters(draft: Draft) -> None:
    template, family = draft.template, draft.family
    for key, pieces in template.texts.items():
        bad = missing_glyphs("".join(piece.text for piece in pieces if not piece.field), family)
        if bad:
            remedy = "Ganti dengan huruf Latin."
            raise TemplateError(template.file, key, f"huruf {spell(bad)} tidak dapat dicetak.", remedy)
    for where, text, subject in _texts(template, draft.facts):
        _check_glyphs(where, text, subject, family)


def _check_glyphs(where: str, text: str, subject: int, family: Family) -> None:
    bad = missing_glyphs(text, family)
    if bad:
        raise Unprintable(
            f"{where} memuat huruf yang tidak dapat dicetak: {spell(bad)}. Betulkan penulisannya, lalu ulangi.", subject
        )


def _texts(template: LetterTemplate, facts: LetterFacts) -> Iterator[tuple[str, str, int]]:
    """(where, text, row) of everything the caller wrote."""
    yield "Nomor surat", facts.number, -1
    yield "Nomor pihak kedua", facts.counterpart_number, -1
    yield "Tempat surat", facts.place, -1
    yield from (("Kop surat", text, -1) for text in facts.letterhead.lines)
    yield from (("Tujuan surat", text, -1) for text in facts.recipient)
    yield from (("Tembusan", text, -1) for text in facts.copies)
    yield from _signer_texts(facts.signer)
    if facts.counterpart:
        yield from _signer_texts(facts.counterpart)
    for line in facts.paraf if facts.archive else ():
        yield from (("Paraf", text, -1) for text in (line.position, line.name, line.at))
    yield from ((f"Isian {name}", text, -1) for name, text in facts.fields.items())
    if template.table:
        headings = {column.key: column.heading for column in template.table.columns}
        for at, row in enumerate(facts.rows):
            yield from _row_texts(row, headings, at)


def _signer_texts(signer: Signer) -> Iterator[tuple[str, str, int]]:
    for text in (signer.on_behalf, signer.position, signer.name, signer.rank, signer.nip):
        yield "Penanda tangan", text, -1


def _row_texts(row: Mapping[str, str], headings: Mapping[str, str], at: int) -> Iterator[tuple[str, str, int]]:
    for key, heading in headings.items():
        yield f"Kolom {heading} pada baris {at + 1} daftar", row.get(key, ""), at
