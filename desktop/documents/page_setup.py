"""The paper a letter is really set on: what letter.toml says, what the office's own style puts in its place."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from desktop.documents.errors import Unprintable
from desktop.documents.template import PAPERS, PageSetup
from desktop.sop.letters import LetterStyle

SMALLEST, LARGEST = 8.0, 14.0  # points of the body text
NARROWEST_EDGE = 5.0  # mm that no office printer reaches
LEAST_ROOM = 100.0  # mm of text on the short side of the paper


class Fault(NamedTuple):
    """What is wrong with a page setup, by the key of letter.toml."""

    key: str
    problem: str
    remedy: str


def page_fault(page: PageSetup) -> Fault | None:
    """Why no letter can be set on such a page; `None` when one can."""
    if not SMALLEST <= page.font_size <= LARGEST:
        return Fault("page.font_size", "ukuran huruf di luar 8 sampai 14.", "Pakai 11 atau 12.")
    edges = page.margins
    if min(edges.top, edges.right, edges.bottom, edges.left) < NARROWEST_EDGE:
        remedy = "Pencetak tidak mencapai tepi itu; pakai 15 mm ke atas."
        return Fault("page.margins", "tepi kertas kurang dari 5 mm.", remedy)
    shortest = min(PAPERS[page.paper])
    if shortest - edges.left - edges.right < LEAST_ROOM or shortest - edges.top - edges.bottom < LEAST_ROOM:
        return Fault("page.margins", "ruang tulis kurang dari 100 mm.", "Kecilkan tepi kertas.")
    return None


def styled(page: PageSetup, style: LetterStyle, paper: str | None = None) -> PageSetup:
    """The template's page in the office's style; `paper` stands above both.

    Raises Unprintable when the style leaves no room for a letter.
    """
    wanted = {
        "paper": paper or style.paper or page.paper,
        "font": style.font or page.font,
        "font_size": style.font_size or page.font_size,
        "margins": style.margins or page.margins,
    }
    found = msgspec.structs.replace(page, **wanted)
    fault = page_fault(found)
    if fault:
        raise Unprintable(f"Tata letak surat kantor: {fault.problem} {fault.remedy} Ubah di Tata surat.")
    return found
