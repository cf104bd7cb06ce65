"""Every letter and card on every paper with ordinary and extreme data: to be looked at page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from desktop.documents.card_layout import card_codes, load_layout
from desktop.documents.cards import render_cards
from desktop.documents.extremes import (
    SAMPLE_PARAF,
    SAMPLE_TOKEN,
    longest_card,
    longest_letter,
    sample_photo,
    shortest_card,
    shortest_letter,
    with_emblem,
)
from desktop.documents.facts import CardFacts, LetterFacts
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_cards, sample_letter
from desktop.documents.template import PAPERS, letter_codes, load_template
from desktop.sop.letters import Edges, LetterStyle

_TYPEWRITTEN = LetterStyle(font="serif", font_size=12, margins=Edges(20, 20, 20, 30))


class Plate(NamedTuple):
    """One PDF of the gallery: its name, the paper it is one of, what it shows in words, how to make it."""

    name: str
    group: str
    title: str
    make: Callable[[], bytes]


def _ordinary(code: str) -> LetterFacts:
    return replace(with_emblem(sample_letter(code)), check=SAMPLE_TOKEN)


def _archived(facts: LetterFacts) -> LetterFacts:
    return replace(facts, check=SAMPLE_TOKEN, archive=True, paraf=SAMPLE_PARAF)


# name → (what it is, the facts of a letter)
VARIANTS: dict[str, tuple[str, Callable[[str], LetterFacts]]] = {
    "biasa": ("data biasa, berlambang", _ordinary),
    "terpendek": ("data terpendek, tanpa lambang", lambda code: replace(shortest_letter(code), check=SAMPLE_TOKEN)),
    "terpanjang": ("data terpanjang", lambda code: replace(with_emblem(longest_letter(code)), check=SAMPLE_TOKEN)),
    "draf": ("draf, belum bernomor", lambda code: replace(_ordinary(code), number="", draft=True)),
    "arsip": ("salinan arsip dengan paraf", lambda code: _archived(_ordinary(code))),
    "arsip_terpanjang": ("salinan arsip, data terpanjang", lambda code: _archived(longest_letter(code))),
    "serif": ("huruf serif 12, tepi kiri 30 mm", lambda code: replace(_ordinary(code), style=_TYPEWRITTEN)),
}

CARDS: dict[str, Callable[[], list[CardFacts]]] = {
    "biasa": lambda: list(sample_cards()),
    "biasa_berfoto": lambda: [replace(card, photo=sample_photo()) for card in sample_cards()] * 4,
    "terpendek": lambda: [shortest_card()],
    "terpanjang": lambda: [longest_card()],
    "terpanjang_berfoto": lambda: [replace(longest_card(), photo=sample_photo())],
}


def plates() -> Iterator[Plate]:
    """Letters × papers × variants, then card layouts × data."""
    for code in letter_codes():
        for paper in PAPERS:
            for name, (said, facts) in VARIANTS.items():
                make = partial(_letter, facts, code, paper)
                yield Plate(f"surat_{code}_{paper}_{name}", load_template(code).title, f"{paper.upper()}, {said}", make)
    for layout in card_codes():
        for name, facts_of in CARDS.items():
            title = f"{load_layout(layout).title} ({layout})"
            said = f"data {name.replace('_', ', ')}"
            yield Plate(f"kartu_{layout}_{name}", title, said, partial(_cards, facts_of, layout))


def _letter(facts: Callable[[str], LetterFacts], code: str, paper: str) -> bytes:
    return render_letter(facts(code), paper=paper)


def _cards(facts: Callable[[], Sequence[CardFacts]], layout: str) -> bytes:
    return render_cards(facts(), layout)


def write_gallery(folder: Path, report: Callable[[int, int, str], None]) -> list[Path]:
    """Writes every plate and an index into `folder`; `report` hears (done, of how many, title). Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    made, every = [], list(plates())
    for at, plate in enumerate(every, start=1):
        file = folder / f"{plate.name}.pdf"
        file.write_bytes(plate.make())
        made.append(file)
        report(at, len(every), f"{plate.group}, {plate.title}")
    index = folder / "index.html"
    index.write_text(_index(every), encoding="utf-8")
    return [index, *made]


def _index(listed: Sequence[Plate]) -> str:
    parts = []
    for group, found in groupby(listed, lambda plate: plate.group):
        lines = "\n".join(f'<li><a href="{plate.name}.pdf">{escape(plate.title)}</a></li>' for plate in found)
        parts.append(f"<h2>{escape(group)}</h2>\n<ul>\n{lines}\n</ul>\n")
    return (
        '<!doctype html>\n<html lang="id">\n<meta charset="utf-8">\n<title>Galeri surat dan kartu Padan</title>\n'
        f"<h1>Galeri surat dan kartu</h1>\n<p>{len(listed)} berkas dengan orang rekaan.</p>\n{''.join(parts)}</html>\n"
    )
