"""Letters with long lists against ReportLab's own LongTable: time, memory, first page of a preview.

The peer sets the same list with the same columns, type and widths; its cells are Paragraphs, because only those wrap.
"""

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desktop.documents.fonts import SANS, face  # noqa: E402
from desktop.documents.letters import render_letter  # noqa: E402
from desktop.documents.preview import page_image, page_images  # noqa: E402
from desktop.documents.sample import sample_letter, sample_rows  # noqa: E402
from desktop.documents.template import load_template  # noqa: E402

CODE = "rekomendasi"
NAMES = (1_000, 5_000, 20_000)


def ours(rows: Sequence[Mapping[str, str]], first: int | None = None) -> bytes:
    """The whole letter: letterhead, text, signature, annex; or its first pages."""
    return render_letter(replace(sample_letter(CODE), rows=tuple(rows)), first=first)


def peer(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The annex alone, set by platypus."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    table = load_template(CODE).table
    assert table is not None
    face(SANS.regular)
    style = ParagraphStyle("cell", fontName=SANS.regular, fontSize=9, leading=11)
    head = [Paragraph(column.heading, style) for column in table.columns]
    cells = [[Paragraph(row.get(column.key) or "-", style) for column in table.columns] for row in rows]
    room = 170 * 72 / 25.4
    whole = sum(column.width for column in table.columns)
    widths = [column.width / whole * room for column in table.columns]
    look = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([LongTable([head, *cells], colWidths=widths, style=look, repeatRows=1)])
    return out.getvalue()


MAKERS: dict[str, Callable[[Sequence[Mapping[str, str]]], bytes]] = {"ours": ours, "peer": peer}


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Median of some runs."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


class Cost(NamedTuple):
    """What one letter takes in a fresh process, in MB: its file, and the peak of memory beyond list and file."""

    file: float
    working: float


def cost(maker: str, names: int) -> Cost:
    """Measured by the system, beyond the list itself and a first small letter."""
    command = [sys.executable, __file__, maker, str(names)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return Cost(*map(float, said.split()))


def _cost(maker: str, names: int) -> Cost:
    rows = tuple(dict(row) for row in sample_rows(names))
    MAKERS[maker](rows[:6])
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew: a child inherits that of its parent
    before = _peak()
    file = len(MAKERS[maker](rows)) / 2**20
    return Cost(file, _peak() - before - file)


def _peak() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(row: Callable[..., Any]) -> Iterator[Any]:
    """The comparisons, as rows of ``run.py``."""
    thousand = sample_rows(1_000)
    ours(thousand[:6]), peer(thousand[:6])  # fonts and modules
    yield row(
        "letter, annex of 1,000 names / LongTable",
        seconds(lambda: ours(thousand)),
        seconds(lambda: peer(thousand), 3),
        "s",
        "< 3 s",
    )
    small = ours(thousand[:6])
    first = seconds(lambda: page_image(ours(thousand[:6]), 0))
    yield row(
        "preview of first page / of all its pages", first, first + seconds(lambda: page_images(small)), "s", "< 0.3 s"
    )
    large = ours(thousand)
    first = seconds(lambda: page_image(ours(thousand, 1), 0))
    yield row(
        "first page of 1,000 names / of the whole",
        first,
        seconds(lambda: page_image(ours(thousand), 0)),
        "s",
        "< 0.3 s",
    )
    first = seconds(lambda: page_image(ours(thousand), 0))
    yield row("the same, 1,000 names", first, first + seconds(lambda: page_images(large), 1), "s", "< 0.3 s")
    costs = {names: cost("ours", names) for names in NAMES}
    listed = cost("peer", NAMES[0])
    fewest = costs[NAMES[0]].working
    for names, found in costs.items():
        yield row(
            f"{names:,} names, file {found.file:.1f} MB: memory beside list and file / of {NAMES[0]:,}",
            found.working,
            fewest,
            "MB",
            "flat, ≤ 1.5 ×",
        )
    yield row(f"the same, {NAMES[0]:,} names / LongTable", fewest, listed.working, "MB", "")


if __name__ == "__main__":
    print(*_cost(sys.argv[1], int(sys.argv[2])))
