"""pretix's own badge renderer (its ``base/pdf.py``, unchanged) draws our plastic card: run by the Python that has pretix.

    python tests/bench/pretix_badges.py < facts.json

Reads {"photo": path, "cards": [{"number", "name", …, "seal"}]}, prints {"seconds", "mb"} as JSON. Only what asks a database
is replaced: variables give the card's texts and the photo instead of an order's. pretix has no Code 128 (left out, in its
favour); its last step, laying the pages over a background PDF, is left out too.
"""

import json
import os
import resource
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="pretix-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
os.environ.setdefault("PRETIX_DJANGO_SECRET", "bench")

MM = 72 / 25.4
SIZE = (85.6 * MM, 53.98 * MM)
BLACK = [0, 0, 0, 1]


class Nobody:
    """Stands for an order and its position; only its card is looked at."""

    subevent = event = None

    def __init__(self, card):
        self.card = card


class Settings:
    region = None


class Event:
    settings = Settings()


def text(content, page, left, bottom, width, height, size, bold=False, resize=True):
    box = {"page": page, "left": left, "bottom": bottom, "width": width, "height": height}
    font = {"fontsize": size, "fontfamily": "Open Sans", "bold": bold, "italic": False, "color": BLACK}
    way = {"align": "left", "lineheight": "1", "autoresize": resize}
    return {"type": "textcontainer", "content": content} | box | font | way


def words(content, page, left, bottom, width, height, size, bold=False):
    return {**text("other", page, left, bottom, width, height, size, bold, resize=False), "text": content}


def layout(labels, fixed):
    made = [
        text("office", 1, 6.2, 42.8, 56, 3, 6),
        text("number", 1, 4, 35.4, 56, 6, 15.5, True),
        {"type": "imagearea", "content": "photo", "page": 1, "left": 64.6, "bottom": 27.98, "width": 17, "height": 22},
        {"type": "barcodearea", "content": "digits", "page": 1, "left": 62.6, "bottom": 6.98, "size": 19},
        text("copy", 1, 64.6, 2.5, 17, 2, 5),
        {"type": "barcodearea", "content": "seal", "page": 2, "left": 52.6, "bottom": 20.98, "size": 30},
        text("finder", 2, 4, 6, 77.6, 8, 6.25),
        text("number", 2, 4, 2.5, 40, 2.5, 6, True),
        text("copy", 2, 61.6, 2.5, 20, 2, 5),
    ]
    for at, label in enumerate(labels):
        made.append(words(label, 1, 4, 32 - 4 * at, 13, 3, 5.75))
        made.append(text(f"field{at}", 1, 17, 32 - 4 * at, 45, 4, 6.5, True))
    return made + [words(said, *place) for said, *place in fixed]


def renderer(job):
    import django

    django.setup()
    from pretix.base.pdf import Renderer
    from pypdf import PdfReader, PdfWriter

    made = Renderer.__new__(Renderer)
    made.layout = layout(job["labels"], job["fixed"])
    names = list(job["cards"][0])
    made.variables = {name: {"evaluate": lambda op, order, ev, name=name: op.card[name]} for name in names}
    photo = Path(job["photo"])
    made.images = {"photo": {"evaluate": lambda op, order, ev: photo.open("rb")}}
    made.event, made.event_fonts = Event(), ["Open Sans"]
    empty, buffer = PdfWriter(), BytesIO()
    for _ in range(2):
        empty.add_blank_page(*SIZE)
    empty.write(buffer)
    made.bg_bytes, made.bg_pdf = buffer.getvalue(), PdfReader(BytesIO(buffer.getvalue()))
    Renderer._register_fonts()
    return made


def draw(made, cards):
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    for card in cards:
        made.draw_page(canvas, Nobody(card), Nobody(card))
    canvas.save()
    return buffer.getvalue()


def main():
    job = json.load(sys.stdin)
    made = renderer(job)
    draw(made, job["cards"][:1])  # fonts and code into memory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    pdf = draw(made, job["cards"])
    seconds = time.process_time() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_bytes(pdf)
    print(json.dumps({"seconds": seconds, "mb": (after - before) / 1024, "bytes": len(pdf)}))


if __name__ == "__main__":
    main()
