"""One letter: facts in, PDF bytes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from desktop.documents.blocks import Measure
from desktop.documents.body import Draft, compose
from desktop.documents.errors import TemplateError, Unprintable
from desktop.documents.facts import LetterFacts, Signer
from desktop.documents.flow import Slab, flow
from desktop.documents.fonts import LETTER, clean, missing_glyphs, spell, text_width
from desktop.documents.paint import write_pdf
from desktop.documents.shapes import annex_slabs, letter_slabs
from desktop.documents.sheet import MM, Meta, Op, Page, Text, Watermark
from desktop.documents.table import cell_text
from desktop.documents.template import PAPERS, LetterTemplate, Orientation, load_template

_FOOT = 6 * MM  # room of the page number, inside the margins
_FOOT_SIZE = 8.5


def render_letter(facts: LetterFacts, template: LetterTemplate | None = None, paper: str | None = None) -> bytes:
    """The letter as PDF, the same bytes for the same facts.

    `template` and `paper` ("a4", "f4", "folio") replace what letter.toml says. Raises TemplateError for a bad
    template and Unprintable when the letter would have a hole (missing field, number, recipient, glyph).
    """
    template = template or load_template(facts.code)
    pages = _pages(template, facts, paper)
    number = clean(facts.number)
    title = f"{template.title} – {number}" if number else template.title
    author = " – ".join(clean(line) for line in facts.letterhead.lines[:2])
    return write_pdf(pages, Meta(title, author, template.title, facts.date))


def letter_problems(facts: LetterFacts, template: LetterTemplate | None = None) -> tuple[Unprintable, ...]:
    """Everything that keeps the letter from being printed; to be asked before its number is taken.

    One problem for each row that blocks (`subject` = its index); the letter's own one (-1) only when no row does.
    """
    template = template or load_template(facts.code)
    found = [problem for at in range(len(facts.rows)) for problem in _row_problems(template, facts, at)]
    if found:
        return tuple(found)
    try:
        _pages(template, replace(facts, draft=True), None)
    except Unprintable as problem:
        return (problem,)
    return ()


def _row_problems(template: LetterTemplate, facts: LetterFacts, at: int) -> list[Unprintable]:
    if template.table is None:
        return []
    row = facts.rows[at]
    try:
        for where, text, subject in _row_texts(
            row, {column.key: column.heading for column in template.table.columns}, at
        ):
            _check_glyphs(where, text, subject)
        for column in template.table.columns:
            cell_text(column, row, at)
    except Unprintable as problem:
        return [problem]
    return []


def _pages(template: LetterTemplate, facts: LetterFacts, paper: str | None) -> list[Page]:
    _check_letters(template, facts)
    draft = compose(template, facts)
    size = PAPERS[paper or template.page.paper]
    pages = _section(draft, size, template.page.orientation, letter_slabs, _letter_foot)
    if template.table and template.table.placement == "annex":
        pages += _section(draft, size, template.table.orientation, annex_slabs, _annex_foot)
    return pages


def _section(
    draft: Draft,
    size: tuple[float, float],
    orientation: Orientation,
    make: Callable[[Draft, Measure], list[Slab]],
    foot: Callable[[int, int], str],
) -> list[Page]:
    short, long = sorted(size)
    wide, high = (long, short) if orientation == "landscape" else (short, long)
    width, height = wide * MM, high * MM
    edges = draft.template.page.margins
    type_size = draft.template.page.font_size
    left, bottom = edges.left * MM, edges.bottom * MM
    measure = Measure(left, width - left - edges.right * MM, type_size, type_size * 1.3)
    top = height - edges.top * MM
    drawn = flow(make(draft, measure), top, top - bottom - _FOOT)
    mark: tuple[Op, ...] = (Watermark("DRAF", LETTER.bold, min(width, height) * 0.26),) if draft.facts.draft else ()
    pages = []
    for at, ops in enumerate(drawn, start=1):
        label = foot(at, len(drawn))
        right = measure.left + measure.width - text_width(label, LETTER.regular, _FOOT_SIZE)
        foots = (Text(right, bottom + 2, label, LETTER.regular, _FOOT_SIZE),) if label else ()
        pages.append(Page(width, height, (*mark, *ops, *foots)))
    return pages


def _letter_foot(page: int, pages: int) -> str:
    return f"Halaman {page} dari {pages}" if pages > 1 else ""


def _annex_foot(page: int, pages: int) -> str:
    return f"Lampiran, halaman {page} dari {pages}"


def _check_letters(template: LetterTemplate, facts: LetterFacts) -> None:
    for key, pieces in template.texts.items():
        bad = missing_glyphs("".join(piece.text for piece in pieces if not piece.field))
        if bad:
            remedy = "Ganti dengan huruf Latin."
            raise TemplateError(template.file, key, f"huruf {spell(bad)} tidak dapat dicetak.", remedy)
    for where, text, subject in _texts(template, facts):
        _check_glyphs(where, text, subject)


def _check_glyphs(where: str, text: str, subject: int) -> None:
    bad = missing_glyphs(text)
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
    yield from ((f"Isian {name}", text, -1) for name, text in facts.fields.items())
    if template.table:
        headings = {column.key: column.heading for column in template.table.columns}
        for at, row in enumerate(facts.rows):
            yield from _row_texts(row, headings, at)


def _signer_texts(signer: Signer) -> Iterator[tuple[str, str, int]]:
    for text in (signer.position, signer.name, signer.rank, signer.nip):
        yield "Penanda tangan", text, -1


def _row_texts(row: Mapping[str, str], headings: Mapping[str, str], at: int) -> Iterator[tuple[str, str, int]]:
    for key, heading in headings.items():
        yield f"Kolom {heading} pada baris {at + 1} daftar", row.get(key, ""), at
