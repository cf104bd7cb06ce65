"""Letters and cards with ordinary, shortest and longest facts, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from desktop.documents.cards import render_cards
from desktop.documents.facts import CardFacts, LetterFacts, Letterhead, Signer
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_cards, sample_letter, sample_rows
from desktop.documents.template import letter_codes, load_template

LETTER_CODES = letter_codes()
CARD_LAYOUTS = ("cr80", "eid_a4")


def shortest_letter(code: str) -> LetterFacts:
    """One row of single letters, the least of everything."""
    template = load_template(code)
    row = {column.key: "3175016201799901" if column.key == "nik" else "L" for column in template.table.columns}
    return replace(
        sample_letter(code),
        number="" if code == "rekapitulasi" else "1",
        place="A",
        letterhead=Letterhead(("A",)),
        signer=Signer("B", "C"),
        counterpart=Signer("D", "E") if code == "bast" else None,
        counterpart_number="",
        recipient=("F",) if template.shape == "korespondensi" else (),
        fields=dict.fromkeys(template.required_fields, "G"),
        rows=(row,),
    )


def longest_letter(code: str, rows: int = 40) -> LetterFacts:
    """Names of 120 letters without a blank, quotes and markup signs, long offices, many copies."""
    facts = sample_letter(code)
    people = [dict(row) for row in sample_rows(rows)]
    people[0] |= {"nama": "W" * 120, "keterangan": "\"kutip\" & <b>tebal</b> 'tunggal' " * 8, "kondisi": "x" * 120}
    people[-1] |= {"nama": "Siti " * 40, "lokasi": "Jalan & Gang <buntu> " * 10}
    office = "Satuan Pelayanan Perlindungan dan Rehabilitasi Sosial Terpadu Kota Administrasi Jakarta Selatan"
    signer = Signer(
        f"Pelaksana Tugas Kepala {office}", "Dr. H. Raden " + "Panjang " * 12, "Pembina Tk. I (IV/b)", "1" * 18
    )
    lines = (*facts.letterhead.lines[:-1], "UNIT " + office.upper(), facts.letterhead.lines[-1] * 2)
    return replace(
        facts,
        number=facts.number and "400.9.4.1/012345/UNIT-PELAKSANA-TEKNIS-JAKARTA-SELATAN/XII/2026",
        letterhead=Letterhead(lines),
        signer=signer,
        counterpart=signer if facts.counterpart else None,
        recipient=(f"Kepala {office}", "di", "Jakarta") if facts.recipient else (),
        copies=tuple(f"Kepala {office} {at}" for at in range(1, 7)),
        fields={**facts.fields, "panti": office, "kantor_asal": office, "keterangan": "Catatan panjang sekali. " * 30},
        rows=tuple(people),
    )


def longest_card() -> CardFacts:
    """The longest values that both cards still take."""
    return replace(
        sample_cards()[0],
        name="Raden Ajeng Siti Nurhaliza Kusumowardhani Prawirodirdjo Wahidin",
        birth_place="Kabupaten Maluku Tenggara Barat",
        address="Panti Sosial Bina Insan Bangun Daya 1 Gedung Melati Lantai 2, Jalan Contoh Raya No. 2 RT 003 RW 004",
        facility="Pusat Kesehatan Masyarakat Kecamatan Kembangan Kota Administrasi Jakarta Barat",
        office="Panti Sosial Bina Karya Harapan Mulia Kedoya Jakarta Barat",
    )


def shortest_card() -> CardFacts:
    """Single letters and no photo."""
    return replace(sample_cards()[0], name="A", birth_place="", address="B", facility="C", office="D")


def _letters() -> dict[str, Callable[[], bytes]]:
    kinds = {"biasa": sample_letter, "terpendek": shortest_letter, "terpanjang": longest_letter}
    return {
        f"{code}_{kind}": partial(lambda make, code: render_letter(make(code)), make, code)
        for code in LETTER_CODES
        for kind, make in kinds.items()
    }


def _cards() -> dict[str, Callable[[], bytes]]:
    kinds = {"biasa": sample_cards, "terpendek": lambda: [shortest_card()], "terpanjang": lambda: [longest_card()]}
    return {
        f"{layout}_{kind}": partial(lambda make, layout: render_cards(make(), layout), make, layout)
        for layout in CARD_LAYOUTS
        for kind, make in kinds.items()
    }


PAPERS_MADE: dict[str, Callable[[], bytes]] = {**_letters(), **_cards()}
