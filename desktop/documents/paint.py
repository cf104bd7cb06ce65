"""The one painter: pages of drawing orders become a PDF through ReportLab."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from desktop.documents import fonts
from desktop.documents.sheet import Boxes, Frame, Meta, Op, Page, Picture, Ring, Rule, Strip, Text, Watermark

_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


def write_pdf(pages: Iterable[Page], meta: Meta) -> bytes:
    """The pages as PDF/A-2b: fonts embedded, language Indonesian, the same bytes for the same input.

    Pages are taken one by one, so they may be made while the earlier ones are already painted.
    """
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    from desktop.documents.archive_pdf import make_archival
    from desktop.documents.pdf_stream import Streamed

    rl_config.useA85 = 0
    rest = iter(pages)
    first = next(rest)
    # An initial font of ours: the default would list Helvetica, which is never embedded.
    font = _first_font(first.ops) or fonts.SANS.regular
    fonts.face(font)
    out = Streamed()
    canvas = Canvas(out, pageCompression=1, invariant=1, pdfVersion=(1, 7), initialFontName=font, lang="id-ID")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    make_archival(canvas._doc, meta)
    _date(canvas._doc, meta)
    out.begin(canvas._doc)
    for page in chain((first,), rest):
        canvas.setPageSize((page.width, page.height))
        brush = _Brush(canvas, page)
        for op in page.ops:
            brush.draw(op)
        canvas.showPage()
        out.close_page()
    canvas.save()
    return out.data


def _first_font(ops: Iterable[Op]) -> str:
    """The font of the first text, empty without any."""
    found = (op.font if isinstance(op, Text) else _first_font(op.ops) if isinstance(op, Strip) else "" for op in ops)
    return next(filter(None, found), "")


def _date(document: Any, meta: Meta) -> None:
    day = datetime(meta.day.year, meta.day.month, meta.day.day, tzinfo=UTC)
    stamp = document._timeStamp
    stamp.lt = day.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh = stamp.dmm = 0
    # ReportLab begins the file's ID with the clock or SOURCE_DATE_EPOCH; ours begins with the day.
    document.signature = hashlib.md5(meta.day.isoformat().encode(), usedforsecurity=False)


class _Brush:
    """Writes drawing orders into the current page of a canvas; a font or pen already set is not said again."""

    def __init__(self, canvas: Any, page: Page) -> None:
        self._canvas = canvas
        self._page = page
        self._write = canvas._code.append
        self._font: tuple[str, float] | None = None
        self._pen: tuple[float, tuple[float, float] | None] | None = None
        self._up = 0.0

    def draw(self, op: Op) -> None:
        up = self._up
        if isinstance(op, Text):
            self._text(op)
        elif isinstance(op, Rule):
            self._line(op.width, op.dash, f"{op.x1:.2f} {op.y1 + up:.2f} m {op.x2:.2f} {op.y2 + up:.2f} l S")
        elif isinstance(op, Strip):
            self._up += op.y
            for one in op.ops:
                self.draw(one)
            self._up = up
        elif isinstance(op, Boxes):
            self._write(" ".join(f"{x:.3f} {y + up:.3f} {across:.3f} {high:.3f} re" for x, y, across, high in op.boxes))
            self._write("f")
        elif isinstance(op, Frame):
            self._line(op.line, op.dash, f"{op.x:.2f} {op.y + up:.2f} {op.width:.2f} {op.height:.2f} re S")
        elif isinstance(op, Ring):
            self._line(op.line, None, "")
            self._canvas.circle(op.x, op.y + up, op.radius, stroke=1, fill=0)
        elif isinstance(op, Picture):
            self._picture(op)
        else:
            self._watermark(op)

    def _text(self, op: Text) -> None:
        font, document = fonts.face(op.font), self._canvas._doc
        code = [f"{op.grey:g} g"] if op.grey else []
        code.append(f"{op.word_space:.3f} Tw BT" if op.word_space else "BT")
        place = f"{op.x:.2f} {op.y + self._up:.2f} Td"
        # A font in a PDF holds 256 characters, so a text may need more than one.
        for part, shown in font.splitString(op.text, document):
            name = font.getSubsetInternalName(part, document)
            if self._font != (name, op.size):
                self._font = (name, op.size)
                code.append(f"{name} {op.size:g} Tf")
            code.append(f"{place} ({shown.decode('latin-1').translate(_ESCAPED)}) Tj")
            place = ""
        code.append("ET 0 Tw" if op.word_space else "ET")
        if op.grey:
            code.append("0 g")
        self._write(" ".join(code))

    def _line(self, width: float, dash: tuple[float, float] | None, path: str) -> None:
        if self._pen != (width, dash):
            self._pen = (width, dash)
            self._write(f"{width:g} w [{dash[0]:g} {dash[1]:g}] 0 d" if dash else f"{width:g} w [] 0 d")
        self._write(path)

    def _picture(self, op: Picture) -> None:
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(op.data))
        width, height = image.getSize()
        scale = max(op.width / width, op.height / height)
        across, high = width * scale, height * scale
        bottom = op.y + self._up
        self._canvas.saveState()
        self._write(f"{op.x:.2f} {bottom:.2f} {op.width:.2f} {op.height:.2f} re W n")
        self._canvas.drawImage(image, op.x + (op.width - across) / 2, bottom + (op.height - high) / 2, across, high)
        self._canvas.restoreState()

    def _watermark(self, op: Watermark) -> None:
        before = self._font
        self._canvas.saveState()
        self._canvas.translate(self._page.width / 2, self._page.height / 2)
        self._canvas.rotate(45)
        width = fonts.text_width(op.text, op.font, op.size)
        self._text(Text(-width / 2, -op.size * 0.36, op.text, op.font, op.size, grey=0.9))
        self._canvas.restoreState()
        self._font = before
