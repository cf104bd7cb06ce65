"""A small file that would be laid out as a giant one is refused before it is read, by the list and by the form."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lists import open_list
from desktop.spreadsheets.read import read_file
from tests.spreadsheets.lists_kit import TODAY, facts, lines_of, read_all
from tests.spreadsheets.test_unreadable import zipped

LINES = lines_of("pbi_apbd", [facts(at) for at in range(12)])
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def stray(path: Path, corner: str, text: str | None = "x", *, rename: Callable[[bytes], bytes] = bytes) -> Path:
    """The list with one more cell far away; its sheet renamed as some programs write it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in LINES:
        sheet.append(line)
    cell = sheet[corner]
    cell.value, cell.number_format = text, "@"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = rename(parts["xl/worksheets/sheet1.xml"])
    zipped(parts)(path)
    return path


def opendocument(path: Path, last: str) -> Path:
    """The list as OpenDocument writes it, and what follows its lines."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rest = '<table:table-cell table:number-columns-repeated="16378"/>'
    rows = "".join(f"<table:table-row>{''.join(map(cell.format, line))}{rest}</table:table-row>" for line in LINES)
    table = f'<table:table table:name="A"><table:table-rows>{rows}{last}</table:table-rows></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<office:document-content {OFFICE} office:version="1.2">{body}</office:document-content>'
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    zipped({"mimetype": mime, "content.xml": content.encode(), "META-INF/manifest.xml": MANIFEST.encode()})(path)
    return path


def prefixed(text: bytes) -> bytes:
    """Every element under a prefix of its own."""
    text = text.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    return text.replace(b"xmlns=", b"xmlns:x=")


@pytest.mark.parametrize("read", [open_list, read_file])
@pytest.mark.parametrize("corner", ["XFD1048576", "XFD200000", "BF1048576"])
def test_a_stray_cell_is_a_sentence_and_no_crash(tmp_path: Path, read: Callable[..., object], corner: str) -> None:
    with pytest.raises(UnreadableFile, match=f"selnya sampai {corner}") as caught:
        read(stray(tmp_path / "a.xlsx", corner, rename=lambda text: text.replace(b' t="n"', b"")), today=TODAY)
    assert "a.xlsx" in caught.value.sentence and "Ctrl+End" in caught.value.remedy


@pytest.mark.parametrize(
    "rename",
    [
        prefixed,
        lambda text: text.replace(b' r="XFD200000"', b" x='1' r='XFD200000'"),
        lambda text: text.replace(b'<c r="XFD200000"', b"<c" + b"><v>1</v></c><c" * 16_383),
    ],
    ids=["prefix", "quotes", "no places"],
)
def test_however_it_is_written(tmp_path: Path, rename: Callable[[bytes], bytes]) -> None:
    path = stray(tmp_path / "a.xlsx", "XFD200000", rename=rename)
    with pytest.raises(UnreadableFile, match="selnya sampai XFD200000"):
        read_file(path, today=TODAY)


def test_far_cells_that_say_nothing_do_no_harm(tmp_path: Path) -> None:
    _opened, rows = read_all(stray(tmp_path / "a.xlsx", "XFD1048576", None))
    assert len(rows) == 12
    _opened, rows = read_all(stray(tmp_path / "b.xlsx", "XFD100"))
    assert len(rows) == 12


@pytest.mark.parametrize("read", [open_list, read_file])
def test_rows_that_repeat_a_million_times(tmp_path: Path, read: Callable[..., object]) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"'
    wide = f"{cell}><text:p>x</text:p></table:table-cell>"
    path = opendocument(
        tmp_path / "a.ods", f'<table:table-row table:number-rows-repeated="1000000">{wide}</table:table-row>'
    )
    with pytest.raises(UnreadableFile, match="selnya sampai XFD1000013"):
        read(path, today=TODAY)


def test_an_ordinary_opendocument_ends_in_a_million_empty_rows(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    last = f'<table:table-row table:number-rows-repeated="1048563">{empty}</table:table-row>'
    _opened, rows = read_all(opendocument(tmp_path / "a.ods", last))
    assert len(rows) == 12
