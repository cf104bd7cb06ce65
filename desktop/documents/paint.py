"""The one painter: pages of drawing orders become a PDF through ReportLab."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from desktop.documents import fonts
from desktop.documents.sheet import Boxes, Frame, Meta, Op, Page, Picture, Ring, Rule, Text, Watermark


def write_pdf(pages: Sequence[Page], meta: Meta) -> bytes:
    """The pages as PDF bytes: fonts embedded, language Indonesian, the same bytes for the same input."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    for name in fonts.FONT_NAMES:
        fonts.face(name)
    out = io.BytesIO()
    # An initial font of ours: the default would list Helvetica, which is never embedded.
    canvas = Canvas(
        out, pageCompression=1, invariant=1, pdfVersion=(1, 5), initialFontName=fonts.LETTER.regular, lang="id-ID"
    )
    _describe(canvas, meta)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for op in page.ops:
            _paint(canvas, op, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _describe(canvas: Any, meta: Meta) -> None:
    canvas.setTitle(meta.title)
    canvas.setAuthor(meta.author)
    canvas.setSubject(meta.subject)
    canvas.setCreator("Padan")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    day = datetime(meta.day.year, meta.day.month, meta.day.day, tzinfo=UTC)
    stamp = canvas._doc._timeStamp
    stamp.lt = day.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh = stamp.dmm = 0
    # ReportLab begins the file's ID with the clock or SOURCE_DATE_EPOCH; ours begins with the day.
    canvas._doc.signature = hashlib.md5(meta.day.isoformat().encode(), usedforsecurity=False)


def _paint(canvas: Any, op: Op, page: Page) -> None:
    if isinstance(op, Text):
        _paint_text(canvas, op)
    elif isinstance(op, Rule):
        _paint_rule(canvas, op)
    elif isinstance(op, Boxes):
        _paint_boxes(canvas, op)
    elif isinstance(op, Frame):
        _pen(canvas, op.line, op.dash)
        canvas.rect(op.x, op.y, op.width, op.height, stroke=1, fill=0)
    elif isinstance(op, Ring):
        _pen(canvas, op.line, None)
        canvas.circle(op.x, op.y, op.radius, stroke=1, fill=0)
    elif isinstance(op, Picture):
        _paint_picture(canvas, op)
    else:
        _paint_watermark(canvas, op, page)


def _paint_text(canvas: Any, op: Text) -> None:
    run = canvas.beginText(op.x, op.y)
    run.setFont(op.font, op.size)
    if op.grey:
        run.setFillGray(op.grey)
    if op.word_space:
        run.setWordSpace(op.word_space)
    run.textOut(op.text)
    if op.word_space:
        run.setWordSpace(0)
    if op.grey:
        run.setFillGray(0)
    canvas.drawText(run)


def _paint_rule(canvas: Any, op: Rule) -> None:
    _pen(canvas, op.width, op.dash)
    canvas.line(op.x1, op.y1, op.x2, op.y2)


def _pen(canvas: Any, width: float, dash: tuple[float, float] | None) -> None:
    canvas.setLineWidth(width)
    canvas.setDash(*([list(dash)] if dash else []))


def _paint_boxes(canvas: Any, op: Boxes) -> None:
    path = canvas.beginPath()
    for x, y, width, height in op.boxes:
        path.rect(x, y, width, height)
    canvas.drawPath(path, stroke=0, fill=1)


def _paint_picture(canvas: Any, op: Picture) -> None:
    from reportlab.lib.utils import ImageReader

    image = ImageReader(io.BytesIO(op.data))
    width, height = image.getSize()
    scale = max(op.width / width, op.height / height)
    drawn_width, drawn_height = width * scale, height * scale
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(op.x, op.y, op.width, op.height)
    canvas.clipPath(edge, stroke=0, fill=0)
    left = op.x + (op.width - drawn_width) / 2
    bottom = op.y + (op.height - drawn_height) / 2
    canvas.drawImage(image, left, bottom, drawn_width, drawn_height)
    canvas.restoreState()


def _paint_watermark(canvas: Any, op: Watermark, page: Page) -> None:
    canvas.saveState()
    canvas.translate(page.width / 2, page.height / 2)
    canvas.rotate(45)
    width = fonts.text_width(op.text, op.font, op.size)
    _paint_text(canvas, Text(-width / 2, -op.size * 0.36, op.text, op.font, op.size, grey=0.9))
    canvas.restoreState()
