"""The test page of a printer: rulers at all four edges, crosses, and how to read them."""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from desktop.printing.kinds import PAPERS, Paper

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
NAME, BOLD = "LiberationSans-Regular", "LiberationSans-Bold"


class _Scale(NamedTuple):
    """What fits on a paper: the distance of the measuring lines, length of the rulers, of the line that shows the scale
    (all mm), letter sizes in pt."""

    line: int
    ruler: int
    whole: int
    small: float
    text: float
    title: float


_SHEET, _CARD = _Scale(20, 30, 100, 7, 10, 16), _Scale(10, 14, 50, 4, 5, 7)


def measuring_line(paper: str) -> int:
    """How many mm inside the edges the frame of this paper's test page lies. :raises KeyError: for an unknown paper."""
    return (_CARD if PAPERS[paper].code == "cr80" else _SHEET).line


def calibration(paper: str) -> bytes:
    """The test page for this paper as PDF; the same bytes every time. :raises KeyError: for an unknown paper."""
    from reportlab.pdfgen.canvas import Canvas

    from desktop.documents.fonts import face

    face(NAME), face(BOLD)
    size = PAPERS[paper]
    scale = _CARD if paper == "cr80" else _SHEET
    out = BytesIO()
    canvas = Canvas(out, pagesize=(size.width * MM, size.height * MM), invariant=1, lang="id-ID")
    canvas.setTitle(f"Halaman uji {size.title}")
    canvas.setAuthor("Padan")
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0)
    _lines(canvas, size, scale)
    _rulers(canvas, size, scale)
    _crosses(canvas, size, scale)
    _whole(canvas, size, scale)
    _words(canvas, size, scale)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _lines(canvas: "Canvas", size: Paper, scale: _Scale) -> None:
    """The measuring lines: a frame exactly ``line`` mm inside the paper."""
    canvas.rect(
        scale.line * MM,
        scale.line * MM,
        (size.width - 2 * scale.line) * MM,
        (size.height - 2 * scale.line) * MM,
    )


def _rulers(canvas: "Canvas", size: Paper, scale: _Scale) -> None:
    """From the middle of each edge inwards, 0 at the edge of the paper; each marks its way with (x, y) per mm."""
    middle_x, middle_y = size.width / 2, size.height / 2
    _ruler(canvas, scale, (0, middle_y), (1, 0))
    _ruler(canvas, scale, (size.width, middle_y), (-1, 0))
    _ruler(canvas, scale, (middle_x, 0), (0, 1))
    _ruler(canvas, scale, (middle_x, size.height), (0, -1))


def _ruler(canvas: "Canvas", scale: _Scale, edge: tuple[float, float], way: tuple[int, int]) -> None:
    canvas.setLineWidth(0.2)
    canvas.setFont(NAME, scale.small)
    x, y = edge
    canvas.line(x * MM, y * MM, (x + way[0] * scale.ruler) * MM, (y + way[1] * scale.ruler) * MM)
    for at in range(scale.ruler + 1):
        tall = (4.0 if at % 10 == 0 else 3.0 if at % 5 == 0 else 1.8) * scale.small / 7
        foot_x, foot_y = (x + way[0] * at) * MM, (y + way[1] * at) * MM
        if way[0]:
            canvas.line(foot_x, foot_y, foot_x, foot_y + tall * MM)
        else:
            canvas.line(foot_x, foot_y, foot_x + tall * MM, foot_y)
        if at and at % 5 == 0 and way[0]:
            canvas.drawCentredString(foot_x, foot_y + tall * MM + 1.2, str(at))
        elif at and at % 5 == 0:
            canvas.drawString(foot_x + tall * MM + 1.2, foot_y - scale.small * 0.35, str(at))


def _crosses(canvas: "Canvas", size: Paper, scale: _Scale) -> None:
    """At the corners of the frame: where two lines meet is easier to measure than a line alone."""
    arm, radius = scale.line / 4 * MM, scale.line / 10 * MM
    canvas.setLineWidth(0.6)
    for x in (scale.line, size.width - scale.line):
        for y in (scale.line, size.height - scale.line):
            canvas.line(x * MM - arm, y * MM, x * MM + arm, y * MM)
            canvas.line(x * MM, y * MM - arm, x * MM, y * MM + arm)
            canvas.circle(x * MM, y * MM, radius)


def _whole(canvas: "Canvas", size: Paper, scale: _Scale) -> None:
    """The line whose length shows whether the printer scales."""
    height = size.height * (0.4 if scale is _SHEET else 0.36) * MM
    begin, end = (size.width - scale.whole) / 2 * MM, (size.width + scale.whole) / 2 * MM
    canvas.setLineWidth(0.4)
    canvas.line(begin, height, end, height)
    for x in (begin, end):
        canvas.line(x, height - 1.5 * MM, x, height + 1.5 * MM)
    canvas.setFont(NAME, scale.text)
    canvas.drawString(begin + 2 * MM, height + 1.2 * MM, f"Garis ini panjangnya tepat {scale.whole} mm")


def _words(canvas: "Canvas", size: Paper, scale: _Scale) -> None:
    left = (scale.line + (8 if scale is _SHEET else 6)) * MM
    y = (size.height - scale.ruler - (10 if scale is _SHEET else 3)) * MM
    title = f"Halaman uji {size.title}  ·  {_mm(size.width)} × {_mm(size.height)} mm"
    guide = _guide(size, scale) if scale is _SHEET else _short_guide(scale.line)
    for line in (title, *guide):
        heading = line.startswith("# ") or line == title
        letters = scale.title if line == title else scale.text
        canvas.setFont(BOLD if heading else NAME, letters)
        canvas.drawString(left, y, line.removeprefix("# "))
        y -= letters * (1.6 if line else 0.6)


def _mm(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _short_guide(line: int) -> tuple[str, ...]:
    return (
        f"Garis bingkai tepat {line} mm dari keempat tepi kartu.",
        "Bila tidak: ukur dari kiri dan dari atas, lalu tulis",
        "hasilnya di layar Pencetak; Padan menghitung gesernya.",
    )


def _guide(size: Paper, scale: _Scale) -> tuple[str, ...]:
    line = scale.line
    return (
        "# Cara membaca",
        "1.  Ukur dengan penggaris dari tepi KERTAS sampai garis bingkai, di keempat sisi.",
        f"     Seharusnya tepat {line},0 mm di kiri, kanan, atas, dan bawah.",
        "2.  Bila tidak, buka layar Pencetak di Padan, pilih kertas ini, lalu tulis hasil ukur",
        "     dari kiri dan dari atas pada Kalibrasi. Padan menghitung gesernya.",
        "3.  Simpan, lalu cetak halaman uji sekali lagi.",
        "     Selesai bila selisihnya kurang dari 0,5 mm.",
        "",
        "# Contoh",
        f"Kiri terukur {line - 2},0 mm: 2,0 mm terlalu ke kiri, jadi cetakan digeser 2,0 mm ke kanan.",
        f"Atas terukur {line + 1},5 mm: 1,5 mm terlalu ke bawah, jadi cetakan digeser 1,5 mm ke atas.",
        "",
        "# Periksa juga",
        f"Kiri + kanan harus {2 * line} mm, dan garis di bawah ini {scale.whole} mm. Bila tidak, pencetak",
        "mengubah ukuran halaman: matikan “sesuaikan ukuran” (fit to page) pada pencetaknya,",
        f"dan pastikan kertas di bakinya {size.title}, {_mm(size.width)} × {_mm(size.height)} mm.",
    )
