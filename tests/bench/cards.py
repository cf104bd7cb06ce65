"""Cards per second on one core against the same card drawn by others, and the memory of a large batch.

Ours is `render_cards`: checks, fitting of names, photo, QR, Code 128, with and without the seal, as PDF bytes. The peers
get texts already fitted: ReportLab draws our own orders with its `QrCodeWidget`, `Code128` and `drawImage`; pretix draws
the card with its badge renderer when PADAN_BENCH_PRETIX names a Python that has it (`pretix_badges.py`), for example

    python -m venv /tmp/pretix && /tmp/pretix/bin/pip install pretix
    PADAN_BENCH_PRETIX=/tmp/pretix/bin/python python tests/bench/run.py cards

Every card has a photo of its own. Runs alternate; the figures are medians.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.documents import fonts
from desktop.documents.card_face import Faces, card_values
from desktop.documents.card_layout import load_layout
from desktop.documents.cards import render_cards
from desktop.documents.codes import Pattern
from desktop.documents.facts import CardFacts
from desktop.documents.pictures import normalise_photo
from desktop.documents.press import Fixed
from desktop.documents.sample import sample_cards
from desktop.documents.sheet import MM, Boxes, Frame, Picture, Text
from desktop.seals import SealedCard, new_key, seal

ROOT = Path(__file__).resolve().parents[2]
PHOTO = ROOT / "resources/practice/foto-latihan.jpg"
CARDS, FEW, RUNS = 400, 20, 5
LARGE = 4000
LABELS = ("Nama", "NIK", "Tgl. lahir", "Alamat", "Faskes")


def people(count: int, *, sealed: bool) -> list[CardFacts]:
    """Cards of invented people, each with a number, a name and a photo file of its own."""
    plain, pair, base = normalise_photo(PHOTO.read_bytes()), new_key(), sample_cards()
    made = []
    for at in range(count):
        one = base[at % len(base)]
        number = f"{1234500000000 + at * 7919:013d}"
        # A comment in the file: another picture for everybody who stores equal pictures once.
        photo = plain[:2] + b"\xff\xfe\x00\x06%04d" % (at % 10000) + plain[2:]
        said = SealedCard(pair.key_id, number, one.name, 1990, date(2026, 11, 23), 1)
        text = seal(pair.private, said) if sealed else ""
        made.append(replace(one, participant_number=number, name=f"{one.name} {at % 97}", photo=photo, seal=text))
    return made


def by_reportlab(cards: Sequence[CardFacts]) -> bytes:
    """The same card with ReportLab's own widgets; what our layout found out is given to it."""
    from reportlab.pdfgen.canvas import Canvas

    form, out = load_layout("cr80"), io.BytesIO()
    faces, height = Faces(form), form.sheet[1] * MM
    for name in fonts.CARD:
        fonts.face(name)
    canvas = Canvas(out, pagesize=(form.sheet[0] * MM, height), pageCompression=1)
    for card in cards:
        codes: list[Callable[[], None]] = [lambda card=card: _square(canvas, card.participant_number, form.qr, "H")]
        codes.append(lambda card=card: _bars(canvas, card.participant_number, form.code128))
        backs = [lambda card=card: _square(canvas, card.seal, form.back.seal, "M")] if card.seal else []
        for marks, drawn in ((faces.front(card), codes), (faces.back(card), backs)):
            canvas.translate(0, height)
            for mark in marks:
                _draw(canvas, mark)
            for code in drawn:
                code()
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas, mark) -> None:
    if isinstance(mark, Text):
        canvas.setFont(mark.font, mark.size)
        canvas.drawString(mark.x, mark.y, mark.text)
    elif isinstance(mark, Fixed):
        for op in mark.ops:
            _draw(canvas, op)
    elif isinstance(mark, Frame):
        canvas.rect(mark.x, mark.y, mark.width, mark.height)
    elif isinstance(mark, Boxes):
        for box in mark.boxes:
            canvas.rect(*box, stroke=0, fill=1)
    elif isinstance(mark, Picture):
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(io.BytesIO(mark.data)), mark.x, mark.y, mark.width, mark.height)
    else:
        assert isinstance(mark, Pattern)


def _square(canvas, text, square, level) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    size = square.size * MM
    drawing = Drawing(size, size)
    drawing.add(QrCodeWidget(text, barLevel=level, barWidth=size, barHeight=size))
    renderPDF.draw(drawing, canvas, square.x * MM, -(square.y + square.size) * MM)


def _bars(canvas, text, bars) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    code = Code128(text, barWidth=bars.module * MM, barHeight=bars.height * MM, quiet=0)
    code.drawOn(canvas, bars.x * MM, -(bars.y + bars.height) * MM)


def by_pretix(python: str, cards: Sequence[CardFacts]) -> dict[str, float]:
    """What `pretix_badges.py` measured in its own process."""
    plain = []
    for card in cards:
        values = card_values(card)
        names = ("name", "nik", "birth", "address", "facility")
        fields = {f"field{at}": values[name] for at, name in enumerate(names)}
        kept = {name: values[name] for name in ("office", "number", "copy", "finder")}
        plain.append({**fields, **kept, "digits": card.participant_number, "seal": card.seal})
    heading = [load_layout("cr80").heading, 1, 6.2, 46, 52, 4, 8.5, True]
    job = {"photo": str(PHOTO), "labels": LABELS, "fixed": [heading], "cards": plain}
    command = [python, str(ROOT / "tests/bench/pretix_badges.py")]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def rate(draw: Callable[[], object], count: int) -> float:
    """Cards per second of processor time: two cores serve everybody at once."""
    begun = time.process_time()
    draw()
    return count / (time.process_time() - begun)


def memory(count: int) -> float:
    """Megabytes at the highest moment of a batch of so many cards, beside its photos and the finished PDF."""
    made = people(count, sealed=True)
    tracemalloc.start()
    pdf = render_cards(made, "cr80")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - len(pdf)) / 2**20


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Every figure as ``row(what, ours, peer, unit, aim)``."""
    plain, sealed = people(CARDS, sealed=False), people(CARDS, sealed=True)
    render_cards(sealed[:2], "cr80"), by_reportlab(sealed[:2])
    for what, cards in (("photo, QR, Code 128", plain), ("the same and the seal", sealed)):
        ours = [rate(lambda cards=cards: render_cards(cards, "cr80"), CARDS) for _ in range(RUNS)]
        theirs = [rate(lambda cards=cards: by_reportlab(cards[:FEW]), FEW) for _ in range(RUNS)]
        figures = statistics.median(ours), statistics.median(theirs)
        yield row(f"CR80 {what} / ReportLab", *figures, "/s", "≥ 500 a second, ≥ 10 ×")
    for layout in ("cr80_a4", "eid_a4"):
        ours = [rate(lambda layout=layout: render_cards(sealed, layout), CARDS) for _ in range(RUNS)]
        yield row(f"{layout} with seal / ReportLab CR80", statistics.median(ours), figures[1], "/s", "≥ 500 a second")
    python = os.environ.get("PADAN_BENCH_PRETIX")
    if python:
        theirs = [FEW / by_pretix(python, sealed[:FEW])["seconds"] for _ in range(3)]
        yield row("CR80 with seal / pretix badges", figures[0], statistics.median(theirs), "/s", "≥ 10 ×")
    else:
        print("pretix badges: not measured, PADAN_BENCH_PRETIX names no Python that has pretix", file=sys.stderr)
    yield row(
        f"memory beside the PDF, {LARGE} / {CARDS} cards", memory(LARGE), memory(CARDS), "MB", "as the cards, 10 ×"
    )
