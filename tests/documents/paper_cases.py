"""Cards with ordinary, shortest and longest facts, by name; letters are in `letter_cases.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.documents.cards import render_cards
from desktop.documents.extremes import longest_card, longest_seal, shortest_card
from desktop.documents.sample import sample_cards

__all__ = ["CARD_LAYOUTS", "PAPERS_MADE", "longest_card", "longest_seal", "shortest_card"]
CARD_LAYOUTS = ("cr80", "cr80_a4", "eid_a4")


def _cards() -> dict[str, Callable[[], bytes]]:
    kinds = {"biasa": sample_cards, "terpendek": lambda: [shortest_card()], "terpanjang": lambda: [longest_card()]}
    return {
        f"{layout}_{kind}": partial(lambda make, layout: render_cards(make(), layout), make, layout)
        for layout in CARD_LAYOUTS
        for kind, make in kinds.items()
    }


PAPERS_MADE: dict[str, Callable[[], bytes]] = {**_cards()}
