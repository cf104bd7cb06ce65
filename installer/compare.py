"""Letters and cards of two tours beside each other: ``python installer/compare.py FOLDER FOLDER``.

The same files, pages, words, places of every word to a hundredth of a point, and codes; what differs in every run
(check codes, seals, the tokens inside QR codes) is compared by its form. Exit status 1 names the first differences.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import zxingcpp

CHECK_CODE = re.compile(r"\b[0-9a-f]{4}( [0-9a-f]{4}){3,}")
DPI = 200
Box = tuple[float, float, float, float]


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """A line for every difference, file by file."""
    names = [{path.relative_to(folder) for path in folder.rglob("*.pdf")} for folder in (ours, theirs)]
    yield from (f"hanya di satu folder: {name}" for name in sorted(names[0] ^ names[1]))
    if not names[0]:
        yield "tidak ada PDF"
    for name in sorted(names[0] & names[1]):
        yield from _of_file(name, pypdfium2.PdfDocument(ours / name), pypdfium2.PdfDocument(theirs / name))


def _of_file(name: Path, ours: pypdfium2.PdfDocument, theirs: pypdfium2.PdfDocument) -> Iterator[str]:
    if len(ours) != len(theirs):
        yield f"{name}: {len(ours)} dan {len(theirs)} halaman"
        return
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        for what, read in (("teks", _words), ("letak", _places), ("kode", _codes)):
            if read(one) != read(other):
                yield f"{name} halaman {number}: {what} berbeda"


def _words(page: pypdfium2.PdfPage) -> str:
    return CHECK_CODE.sub("·", page.get_textpage().get_text_bounded())


def _places(page: pypdfium2.PdfPage) -> list[Box]:
    """Where each printed character stands; the check codes, centred by the width of their digits, are left out."""
    text = page.get_textpage()
    whole = text.get_text_range()
    skipped = {at for found in CHECK_CODE.finditer(whole) for at in range(*found.span())}
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if at not in skipped]
    # The reader's own line ends have no width.
    return [tuple(round(edge, 2) for edge in box) for box in boxes if box[0] < box[2]]  # type: ignore[misc]


def _codes(page: pypdfium2.PdfPage) -> list[tuple[str, int, str]]:
    """Kind, length and, of the bars, the number of every code that a reader finds; a QR code carries a seal or token."""
    picture = page.render(scale=DPI / 72).to_pil()
    found = zxingcpp.read_barcodes(picture)
    return sorted((str(one.format), len(one.text), "" if "QR" in str(one.format) else one.text) for one in found)


if __name__ == "__main__":
    told = list(differences(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.write("\n".join(told[:40]) + "\n" if told else "sama\n")
    sys.exit(bool(told))
