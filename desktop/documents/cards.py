"""E-ID sheets and CR80 cards: facts in, PDF bytes out. Nothing is ever printed with a hole in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.documents.card_face import card_ops
from desktop.documents.card_layout import CardLayout, load_layout
from desktop.documents.errors import BadPicture, Unprintable
from desktop.documents.facts import CardFacts
from desktop.documents.fonts import CARD, clean, missing_glyphs, spell, text_width
from desktop.documents.paint import write_pdf
from desktop.documents.sheet import MM, Meta, Op, Page, Ring, Rule, Text, moved

__all__ = ["CardFacts", "Unprintable", "blocked_cards", "render_cards"]

# A PDF date has to come from somewhere; cards carry none, so that a reprint has the same bytes.
_DAY = date(2020, 1, 1)
_CUT_SIZE = 7.0


def render_cards(facts: Sequence[CardFacts], layout: str = "eid_a4") -> bytes:
    """The cards as PDF in their order, as many on a sheet as `layout` says; the same bytes for the same facts.

    Raises Unprintable (with the index of the card) for the first card that would have a hole, a letter the font
    lacks or a name that does not fit, and TemplateError for a bad card.toml.
    """
    form = load_layout(layout)
    if not facts:
        raise Unprintable("Belum ada kartu yang dipilih. Pilih sedikitnya satu orang.")
    faces = [_face(card, at, form) for at, card in enumerate(facts)]
    pages = [_sheet(faces[start : start + len(form.at)], form) for start in range(0, len(faces), len(form.at))]
    return write_pdf(pages, Meta(form.title, clean(facts[0].office), form.heading, _DAY))


def blocked_cards(facts: Sequence[CardFacts], layout: str = "eid_a4") -> tuple[Unprintable, ...]:
    """Who cannot be printed and why, one for each such card: the rest of the batch may go on."""
    form = load_layout(layout)
    found = []
    for at, card in enumerate(facts):
        try:
            _face(card, at, form)
        except Unprintable as problem:
            found.append(problem)
    return tuple(found)


def _face(card: CardFacts, at: int, form: CardLayout) -> tuple[Op, ...]:
    _check(card, at)
    try:
        return card_ops(card, form)
    except Unprintable as problem:
        raise Unprintable(f"Kartu ke-{at + 1}: {problem.sentence}", at) from None
    except BadPicture as problem:
        raise Unprintable(f"Kartu ke-{at + 1}: {problem.sentence}", at) from None


def _check(card: CardFacts, at: int) -> None:
    problem = _wrong_number(card) or _hole(card) or _foreign(card)
    if problem:
        raise Unprintable(f"Kartu ke-{at + 1}: {problem}", at)


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit() and len(set(text)) > 1


def _wrong_number(card: CardFacts) -> str:
    if not _digits(card.participant_number, 13):
        return "nomor peserta belum ada atau bukan 13 angka dari BPJS. Isi nomor peserta, lalu cetak lagi."
    if not _digits(card.nik, 16) or card.nik == "1234567890123456":
        return "NIK belum ada atau bukan 16 angka dari Dukcapil. Lengkapi NIK, lalu cetak lagi."
    return ""


def _hole(card: CardFacts) -> str:
    if card.birth_date is None:
        return "tanggal lahir belum ada. Isi tanggal lahir atau perkiraannya, lalu cetak lagi."
    if card.copy < 1:
        return "urutan cetakan harus dimulai dari 1. Hubungi administrator."
    named = (("nama", card.name), ("alamat", card.address), ("faskes", card.facility), ("nama kantor", card.office))
    empty = [label for label, text in named if not clean(text)]
    return f"{' dan '.join(empty)} belum diisi. Lengkapi, lalu cetak lagi." if empty else ""


def _foreign(card: CardFacts) -> str:
    named = (
        ("nama", card.name),
        ("tempat lahir", card.birth_place),
        ("alamat", card.address),
        ("faskes", card.facility),
        ("nama kantor", card.office),
    )
    for label, text in named:
        bad = missing_glyphs(text, CARD)
        if bad:
            return (
                f"{label} memuat huruf yang tidak dapat dicetak: {spell(bad)}. Betulkan penulisannya, lalu cetak lagi."
            )
    return ""


def _sheet(faces: Sequence[tuple[Op, ...]], form: CardLayout) -> Page:
    width, height = form.sheet[0] * MM, form.sheet[1] * MM
    ops: list[Op] = []
    for (x, y), face in zip(form.at, faces, strict=False):
        ops += [moved(op, height - y * MM, x * MM) for op in face]
    for cut in form.cuts:
        ops += _cut_line(cut.label, width, height - cut.y * MM)
    return Page(width, height, tuple(ops))


def _cut_line(label: str, width: float, y: float) -> list[Op]:
    """Dashes from edge to edge; near the left a pair of scissors on the line and the label in a gap."""
    start, font = 18 * MM, CARD.regular
    end = start + text_width(label, font, _CUT_SIZE)
    dash = (3.0, 3.0)
    return [
        Rule(4 * MM, y, 12 * MM, y, 0.5, dash),
        *_scissors(12.6 * MM, y),
        Text(start, y - _CUT_SIZE * 0.36, label, font, _CUT_SIZE),
        Rule(end + 2 * MM, y, width - 4 * MM, y, 0.5, dash),
    ]


def _scissors(x: float, y: float) -> list[Op]:
    """Open scissors pointing to the left, 11 points long."""
    return [
        Rule(x, y + 2.2, x + 8, y - 1.8, 0.8),
        Rule(x, y - 2.2, x + 8, y + 1.8, 0.8),
        Ring(x + 9.6, y + 2.3, 1.7, 0.8),
        Ring(x + 9.6, y - 2.3, 1.7, 0.8),
    ]
