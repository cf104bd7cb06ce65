"""Papers of invented people at the edge of what must still come out: everything shortest, everything longest.

For the gallery and the tests of this room; the ordinary ones are in `sample.py`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from itertools import cycle

from desktop.documents.facts import CardFacts, LetterFacts, Letterhead, Paraf, Signer
from desktop.documents.sample import finding_rows, sample_cards, sample_letter, sample_rows
from desktop.documents.template import load_template

_OFFICE = "Satuan Pelayanan Perlindungan dan Rehabilitasi Sosial Terpadu Kota Administrasi Jakarta Selatan"
_ADDRESS = (
    "Gedung Contoh Lantai 4 Sayap Timur",
    "Jalan Contoh Kebahagiaan Raya Nomor 123 RT 003 RW 004",
    "Kelurahan Kembangan Selatan, Kecamatan Kembangan",
)
SAMPLE_TOKEN = "0123456789abcdef"  # noqa: S105 (the invented token of an internal check)
SAMPLE_PARAF = (
    Paraf("Kepala Subbagian Tata Usaha", "Sri Wahyuni, S.E.", "23-11-2026 09.15"),
    Paraf("Kepala Bidang Rehabilitasi Sosial", "Drs. Bagus Santoso", "23-11-2026 10.40"),
    Paraf("Sekretaris Dinas Sosial", "Dr. Ir. Retno Wulandari, M.Si.", "23-11-2026 13.05"),
)


@cache
def sample_emblem() -> bytes:
    """An invented emblem, a shield on a transparent ground, as PNG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (400, 480), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    shield = [(20, 20), (380, 20), (380, 280), (200, 460), (20, 280)]
    pen.polygon(shield, fill=(21, 88, 140, 255), outline=(12, 52, 84, 255), width=12)
    pen.polygon([(200, 90), (300, 250), (100, 250)], fill=(250, 204, 21, 255))
    pen.rectangle((90, 280, 310, 310), fill=(255, 255, 255, 255))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@cache
def sample_photo() -> bytes:
    """A portrait of nobody, 3 × 4, as JPEG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (450, 600), (196, 60, 56))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((40, 400, 410, 900), fill=(240, 240, 240))
    pen.rectangle((190, 330, 260, 450), fill=(168, 120, 92))
    pen.ellipse((135, 130, 315, 380), fill=(186, 136, 106))
    pen.chord((125, 105, 325, 330), 180, 360, fill=(38, 30, 28))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def with_emblem(facts: LetterFacts) -> LetterFacts:
    """The same letter under the invented emblem."""
    return replace(facts, letterhead=replace(facts.letterhead, emblem=sample_emblem()))


def shortest_letter(code: str) -> LetterFacts:
    """One row of single letters, the least of everything."""
    template = load_template(code)
    columns = template.table.columns if template.table else ()
    row = {column.key: "3175016201799901" if column.key == "nik" else "L" for column in columns}
    return replace(
        sample_letter(code),
        number="" if not template.head.numbered else "1",
        place="A",
        letterhead=Letterhead(("A",)),
        signer=Signer("B", "C"),
        counterpart=Signer("D", "E") if template.signature.parties else None,
        counterpart_number="",
        recipient=("F",) if template.shape == "korespondensi" else (),
        fields=dict.fromkeys(template.required_fields, "G"),
        rows=(row,),
    )


def longest_letter(code: str, rows: int = 40) -> LetterFacts:
    """Names of 120 letters without a blank, quotes and markup signs, long offices, a recipient of six lines, copies."""
    facts = sample_letter(code)
    people = [{**found, **row} for row, found in zip(sample_rows(rows), cycle(finding_rows()), strict=False)]
    people[0] |= {"nama": "W" * 120, "keterangan": "\"kutip\" & <b>tebal</b> 'tunggal' " * 8, "kondisi": "x" * 120}
    people[-1] |= {"nama": "Siti " * 40, "lokasi": "Jalan & Gang <buntu> " * 10}
    name = "Dr. H. Raden " + "Panjang " * 12
    signer = Signer("Sekretaris", name, "Pembina Tk. I (IV/b)", "1" * 18, f"a.n. Kepala {_OFFICE}")
    lines = (
        *facts.letterhead.lines[:-1],
        "UNIT " + _OFFICE.upper(),
        *_ADDRESS,
        f"{facts.letterhead.lines[-1]}, {facts.letterhead.lines[-1]}",
    )
    return replace(
        facts,
        number=facts.number and "400.9.4.1/012345/UNIT-PELAKSANA-TEKNIS-JAKARTA-SELATAN/XII/2026",
        place="Kepulauan Seribu",
        letterhead=Letterhead(lines),
        signer=signer,
        counterpart=Signer(f"Pelaksana Tugas Kepala {_OFFICE}", name, "Pembina", "2" * 18)
        if facts.counterpart
        else None,
        recipient=(f"Kepala {_OFFICE}", *_ADDRESS, "di", "Jakarta") if facts.recipient else (),
        copies=tuple(f"Kepala {_OFFICE} {at}" for at in range(1, 7)),
        fields={
            **facts.fields,
            "panti": _OFFICE,
            "kantor_asal": _OFFICE,
            "keterangan": "Catatan panjang sekali. " * 30,
        },
        rows=tuple(people),
    )


def longest_card() -> CardFacts:
    """The longest values that all cards still take."""
    return replace(
        sample_cards()[0],
        name="Raden Ajeng Siti Nurhaliza Kusumowardhani Prawirodirdjo Wahidin",
        birth_place="Kabupaten Maluku Tenggara Barat",
        address="Panti Sosial Bina Insan Bangun Daya 1 Gedung Melati Lantai 2, Jalan Contoh Raya No. 2 RT 003 RW 004",
        facility="Pusat Kesehatan Masyarakat Kecamatan Kembangan Kota Administrasi Jakarta Barat",
        office="Panti Sosial Bina Karya Harapan Mulia Kedoya Jakarta Barat",
        contact="Jalan Raya Kedoya Angkutan Nomor 2 RT 003 RW 004, Kedoya Selatan, Jakarta Barat 11520, (021) 5550 1002",
        seal=longest_seal(),
    )


def longest_seal() -> str:
    """As many letters as a seal may have, all that QR writes two in eleven bits."""
    return ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./: " * 4)[:153] + "Z"


def shortest_card() -> CardFacts:
    """Single letters, no photo, no seal."""
    plain = replace(sample_cards()[0], name="A", birth_place="", address="B", facility="C", office="D")
    return replace(plain, seal="", contact="")
