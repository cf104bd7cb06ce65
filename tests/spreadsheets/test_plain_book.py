"""Plain sheets are read out of their XML as the general reader reads them; what is not plain goes to that one."""

import random
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import openpyxl
import pytest
import python_calamine

from desktop.spreadsheets.list_source import LIST_LIMITS, open_tables
from desktop.spreadsheets.lists import open_list
from desktop.spreadsheets.plain_book import NotPlain, plain_book
from desktop.spreadsheets.sheet_extent import UNCOUNTED

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FRAME = {
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Satu" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
}


@pytest.fixture
def book(tmp_path):
    """A workbook of these rows and shared strings, as XML."""

    def make(rows, texts="<si><t>a</t></si>", foot=""):
        path = tmp_path / "daftar.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in FRAME.items():
                archive.writestr(name, text)
            sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{foot}</worksheet>"
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
            archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{texts}</sst>")
        return path

    return make


def general(path):
    """(column of the first cell, rows) as calamine has them."""
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return (sheet.start or (0, 0))[1], [list(row) for row in sheet.iter_rows()]


def quick(path):
    """The rows of the plain reader alone."""
    opened = plain_book(path)
    try:
        return [list(row) for part in opened.rows(opened.sheets[0]) for row in part]
    finally:
        opened.close()


def same(ours, path):
    """Whether rows are calamine's: but for empty cells around what is filled."""
    left, theirs = general(path)
    trimmed = [_trimmed(row) for row in ours]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed == [_trimmed([""] * left + row) for row in theirs]


def _trimmed(row):
    row = list(row)
    while row and row[-1] == "":
        row.pop()
    return row


def read(path):
    """The rows as a list is read: by whichever reader."""
    return [list(row) for row in next(open_tables(path, LIST_LIMITS)).rows()]


def as_excel(lines):
    """(rows, shared strings) of a sheet as spreadsheet programs write it: empty cells are left out, texts are shared."""
    known, rows = {}, []
    for at, line in enumerate(lines, 1):
        cells = [
            f'<c r="{letter}{at}" s="{at % 2}" t="s"><v>{known.setdefault(value, len(known))}</v></c>'
            if isinstance(value, str)
            else f'<c r="{letter}{at}" s="0"><v>{value}</v></c>'
            for letter, value in zip("ABCDEFGH", line, strict=False)
            if value is not None
        ]
        rows.append(f'<row r="{at}" spans="1:{len(line)}">{"".join(cells)}</row>')
    return "".join(rows), "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in known)


def test_what_a_spreadsheet_program_writes_is_plain(book):
    dice = random.Random(7)
    lines = [["NO", "NIK", "NAMA", "Jumlah"]]
    for at in range(3_000):
        name = dice.choice(["SITI", "Ani & Budi", "  dua  spasi ", "Ébène", "O'Neil <x>", None, "0123"])
        lines.append([at, f"{3375000000000000 + at}", name, dice.choice([None, 3175012345678901, 0, 25500])])
    path = book(*as_excel(lines))
    assert len(quick(path)) == 3_001 and same(quick(path), path)


TEXTS = (
    '<si><t> a &amp; b </t></si><si><t xml:space="preserve"> c&#10;d </t></si><si><t/></si>'
    '<si><r><rPr/><t>x</t></r><r><t xml:space="preserve"> y</t></r><rPh sb="0" eb="1"><t>zz</t></rPh></si>'
    "<si><t>&lt;&gt;&quot;&apos;&#x41;</t></si>"
)


def test_gaps_empty_cells_styles_and_rich_text(book):
    rows = (
        '<row r="2" spans="1:6" ht="12.8"><c r="B2" t="s"><v>0</v></c><c r="C2"><v>12</v></c><c r="E2" t="s"><v>1</v></c>'
        '</row><row r="3"/><row r="5"><c r="B5" s="0" t="s"><v>3</v></c><c r="F5"><v>3175012345678901</v></c></row>\n'
        '<row r="6"><c r="AB6" t="s"><v>4</v></c></row><row r="7"><c r="A7" s="0"/><c r="B7" t="s"><v>2</v></c>'
        '<c r="C7" t="s"><v>0</v></c></row>'
    )
    path = book(rows, TEXTS)
    assert same(quick(path), path)
    assert [row[1] for row in quick(path)][1::3] == ["a & b", "x y"]


def test_vertical_merges_are_told(book):
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"/></row>'
    path = book(rows, foot='<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D1"/></mergeCells>')
    table = next(open_tables(path, LIST_LIMITS))
    assert (table.merged, table.height) == ([((0, 0), (1, 0))], 2)


STRANGE = {
    "formula": '<c r="A3"><f>1+1</f><v>2</v></c>',
    "part of a number": '<c r="A3"><v>1.5</v></c>',
    "inline text": '<c r="A3" t="inlineStr"><is><t>dalam</t></is></c>',
    "boolean": '<c r="A3" t="b"><v>1</v></c>',
    "negative": '<c r="A3"><v>-7</v></c>',
}


@pytest.mark.parametrize("cell", STRANGE.values(), ids=STRANGE)
def test_the_general_reader_goes_on_where_it_is_no_longer_plain(book, cell):
    before = '<row r="1"><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="B2" t="s"><v>0</v></c></row>'
    after = '<row r="4"><c r="B4" t="s"><v>0</v></c></row>'
    path = book(f'{before}<row r="3">{cell}</row>{after}')
    with pytest.raises(NotPlain):
        quick(path)
    assert len(read(path)) == 4 and same(read(path), path)


def test_an_error_of_excel_is_told_and_a_formula_without_result_too(book):
    cells = '<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1</f></c><c r="C1" t="str"><f>A1</f><v></v></c>'
    path = book(f'<row r="1">{cells}<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    assert read(path) == [["#N/A", UNCOUNTED, "", "#DIV/0!"]]


def test_a_day_is_a_day(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["a", 1])
    made.active.append(["b", date(2026, 11, 29)])
    path = tmp_path / "hari.xlsx"
    made.save(path)
    assert read(path)[1][1] == date(2026, 11, 29) and same(read(path), path)


@pytest.mark.parametrize(
    "text", ["<si><t>k_x000D_l</t></si>", "<si><t>k\r\nl</t></si>", "<si><t><![CDATA[k]]></t></si>"]
)
def test_signs_that_excel_escapes_are_left_to_the_general_reader(book, text):
    path = book('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', text)
    with pytest.raises(NotPlain):
        quick(path)
    assert same(read(path), path)


def test_rows_in_disorder_are_left_to_the_general_reader(book):
    cell = '<c r="A{0}" t="s"><v>0</v></c>'
    path = book("".join(f'<row r="{at}">{cell.format(at)}</row>' for at in (3, 1, 2)))
    with pytest.raises(NotPlain):
        quick(path)


def test_a_text_that_is_not_there_is_no_crash(book):
    path = book('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')
    with pytest.raises(NotPlain):
        quick(path)


def test_a_list_that_is_plain_is_read_whole(book):
    lines = [["PSNOKA", "NAMA", "JENKEL", "TGLLHR", "NIK", "STATUS"]]
    for at in range(1_200):
        status = "0" if at % 5 else None
        lines.append([f"{at + 1:013d}", f"WARGA {'ABC'[at % 3]}", "LP"[at % 2], "22-01-1980", None, status])
    opened = open_list(book(*as_excel(lines)), layout="bpjs_rekon", today=date(2026, 11, 2))
    rows = [row for chunk in opened.chunks() for row in chunk]
    assert (len(rows), opened.tally.total, opened.expected_rows, rows[-1][0]) == (1_200, 1_200, 1_200, 1_201)
