"""How far the sheets of a workbook reach, and which cells hold no data but an Excel error: looked at before they are read.

The general reader lays a sheet out cell by cell from its first to its last one. A single stray cell in the last corner
then asks for half a terabyte, and a Rust library that is refused memory ends the whole program without a word.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.plain_rows import column_at
from desktop.spreadsheets.recognise import column_letter

Corner = tuple[int, int]
Spoilt = Mapping[Corner, str]
"""{(row, column), 0-based: the error that Excel shows there, or `UNCOUNTED`}"""

MOST_CELLS = 60_000_000  # two gigabytes while it is read
UNCOUNTED = "#RUMUS!"
"""Stands for a formula whose result was never stored."""
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError, OSError)
_BLOCK = 1 << 20
_LONGEST = 16_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NO_SHEETS = ("sharedstrings.xml", "styles.xml", "calcchain.xml")
_MOST_SPOILT = 200_000
# A cell right of BE: sheets of 57 columns stay below MOST_CELLS however long they are, and need no closer look.
_WIDE = re.compile(rb'<c(?! r="(?:[A-Z]|A[A-Z]|B[A-E])(?:[1-9]\d{0,5}|10\d{5})")[ >]').search
_STEP = re.compile(rb"<row(?=[ >/])([^>]*)>|<c(?=[ >/])([^>]*)>(</c>)?").finditer
_PLACE = re.compile(rb"\br=[\"']([A-Za-z]{1,7})(\d{1,10})[\"']").search
_NUMBER = re.compile(rb"\br=[\"'](\d{1,10})[\"']").search
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>'
).finditer
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"((?: [\w:]+="[^"]*")*)>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
).finditer
_PREFIX = re.compile(rb"<(\w+):worksheet[ >]").search


def sprawling(name: str, corner: Corner) -> UnreadableFile:
    """The sentence for a sheet whose last cell lies far outside any list."""
    place = f"{column_letter(corner[1])}{corner[0] + 1}"
    return UnreadableFile(
        f"Lembar dalam {name} terlalu luas: selnya sampai {place}, jauh di luar daftarnya.",
        "Di Excel tekan Ctrl+End, hapus baris dan kolom kosong sampai ke sana, simpan, lalu impor lagi.",
    )


def look_over(path: Path, only: str | None = None) -> Mapping[str, Spoilt]:
    """{sheet: its spoilt cells} of a workbook that may be read in one piece; of the sheet `only` when one is named.

    UnreadableFile when a sheet reaches too far. What is damaged is left for the reader to say.
    """
    from desktop.spreadsheets.ods_extent import look_over_ods
    from desktop.spreadsheets.xls_records import look_over_xls

    try:
        if not zipfile.is_zipfile(path):
            return look_over_xls(path)
        with zipfile.ZipFile(path) as archive:
            if "content.xml" in archive.namelist():
                look_over_ods(archive, path.name)
                return {}
            return _look_over_xlsx(archive, path.name, only)
    except DAMAGED:
        return {}


def _look_over_xlsx(archive: zipfile.ZipFile, name: str, only: str | None) -> Mapping[str, Spoilt]:
    listed = _parts(archive)
    parts = [listed[only]] if only in listed else [one for one in archive.namelist() if _may_be_sheet(one)]
    found = {}
    for part in parts:
        wide, spoilt = _glance(archive, part)
        if wide:
            _measure(archive, part, name)
        found[part] = spoilt
    return {sheet: found[part] for sheet, part in listed.items() if found.get(part)}


def _may_be_sheet(part: str) -> bool:
    return part.lower().endswith(".xml") and not part.lower().endswith(_NO_SHEETS)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """{sheet: its part}; nothing of a workbook whose frame is odd."""
    try:
        texts = [archive.read(part) for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml")]
        if any(b"<!" in text for text in texts):
            return {}
        links, book = (ElementTree.fromstring(text) for text in texts)  # noqa: S314  no entities are left to grow
    except (*DAMAGED, ElementTree.ParseError):
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    named = ((one.get("name", ""), targets.get(one.get(_LINK), "")) for one in book.iter(f"{_MAIN}sheet"))
    found = {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in named}
    return {name: part for name, part in found.items() if part in archive.namelist()}


def _glance(archive: zipfile.ZipFile, part: str) -> tuple[bool, Spoilt]:
    """(whether some cell stands so far right that the sheet must be measured, its spoilt cells)."""
    wide, spoilt = False, dict[Corner, str]()
    for text in _cells(archive, part):
        wide = wide or _WIDE(text) is not None
        if b't="e"' in text:
            spoilt |= {_corner(one): one[3].decode("ascii", "replace") for one in _ERROR(text)}
        if b"<f" in text:
            # an empty text is what many a formula gives, and is no want of a result
            spoilt |= {_corner(one): UNCOUNTED for one in _EMPTY_FORMULA(text) if b't="str"' not in one[3]}
        if len(spoilt) > _MOST_SPOILT:
            break
    return wide, spoilt


def _measure(archive: zipfile.ZipFile, part: str, name: str) -> None:
    """Walk every cell that says something. :raises UnreadableFile: when they lie too far apart."""
    row = column = -1
    top = left = 1 << 40
    bottom = right = -1
    for text in _cells(archive, part):
        for step in _STEP(text):
            if step[2] is None:
                said = _NUMBER(step[1])
                row, column = int(said[1]) - 1 if said else row + 1, -1
                continue
            place = _PLACE(step[2])
            at, column = (int(place[2]) - 1, column_at(place[1].upper())) if place else (row, column + 1)
            if step[3] or step[2].endswith(b"/"):
                continue
            top, bottom = min(top, at), max(bottom, at)
            left, right = min(left, column), max(right, column)
    if bottom >= 0 and (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
        raise sprawling(name, (bottom, right))


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that end where a cell or a row begins, without a prefix before the names of its elements."""
    rest, prefix = b"", b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            if not rest and (said := _PREFIX(block[:4096])):
                prefix = b"<" + said[1] + b":"
            text = rest + block
            cut = max(text.rfind(begin) for begin in _begins(prefix))
            if len(text) - cut > _LONGEST:
                cut = -1
            ready, rest = (text[:cut], text[cut:]) if cut >= 0 else (text[:-64], text[-64:])
            yield _bare(ready, prefix)
        yield _bare(rest, prefix)


def _begins(prefix: bytes) -> tuple[bytes, ...]:
    begin = prefix or b"<"
    return begin + b"c ", begin + b"c>", begin + b"row"


def _bare(text: bytes, prefix: bytes) -> bytes:
    return text.replace(prefix, b"<").replace(b"</" + prefix[1:], b"</") if prefix else text


def _corner(found: re.Match[bytes]) -> Corner:
    return int(found[2]) - 1, column_at(found[1])
