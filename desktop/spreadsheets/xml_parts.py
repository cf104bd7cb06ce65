"""The parts of a workbook around its rows: sheet head and foot, styles, names, properties."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from desktop.spreadsheets.cells import MOMENT_FORMAT, safe_text
from desktop.spreadsheets.recognise import column_letter
from desktop.spreadsheets.taken import foot_text
from desktop.spreadsheets.write import HEADING_FILL, PAPER_F4, OutColumn
from desktop.spreadsheets.xml_cells import Style, escaped, text_cell

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOKS = {"title": Style.TITLE, "heading": Style.HEADING, "plain": Style.PLAIN}
_WRONG, _DOUBTFUL = "FFFFC7CE", "FFFFEB9C"


@dataclass(frozen=True, slots=True)
class Page:
    """What is the same on every sheet of a list: its columns, the lines around the header, the line in the foot."""

    columns: tuple[OutColumn, ...]
    above: tuple[Any, ...]
    below_header: tuple[Any, ...]
    foot: str

    @property
    def header_row(self) -> int:
        """1-based row of the headings."""
        return len(self.above) + 1


def sheet_start(page: Page, *, bare: bool = False) -> str:
    """The sheet up to its first row of data; `bare` without header and frozen pane."""
    rows, pane = "", ""
    if not bare:
        top = page.header_row + len(page.below_header)
        pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        lines = [
            *((line.cells, _LOOKS[line.look]) for line in page.above),
            (tuple(column.heading for column in page.columns), Style.HEADING),
            *((line.cells, _LOOKS[line.look]) for line in page.below_header),
        ]
        rows = "".join(_row(number, cells, style) for number, (cells, style) in enumerate(lines, 1))
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
        for at, column in enumerate(page.columns, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{rows}"
    )


def _row(number: int, cells: Sequence[str], style: Style) -> str:
    made = "".join(text_cell(f"{column_letter(at)}{number}", text, style) for at, text in enumerate(cells))
    return f'<row r="{number}">{made}</row>'


def sheet_end(page: Page | None, last: int) -> str:
    """The sheet behind its last row; without a page only what closes it."""
    if page is None:
        return "</sheetData></worksheet>"
    top = page.header_row + len(page.below_header)
    area = f"A{top}:{column_letter(len(page.columns) - 1)}{last}"
    # a blank, or a line that begins with a digit would be taken for a larger letter
    gap = " " if page.foot[:1].isdigit() else ""
    marked = f"&amp;L&amp;7{gap}{escaped(foot_text(page.foot))}" if page.foot else ""
    return (
        "</sheetData>"
        + (f'<autoFilter ref="{area}"/>' if last > top else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        + f'<pageSetup paperSize="{PAPER_F4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        + f"<headerFooter><oddFooter>{marked}&amp;RHalaman &amp;P dari &amp;N</oddFooter></headerFooter></worksheet>"
    )


_NO_SYSTEM = 3  # on which system it was packed is nobody's business, and would be another byte


def add_part(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """A part that does not say when it was packed."""
    archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED, 1)


def write_parts(
    archive: zipfile.ZipFile,
    names: Sequence[str],
    page: Page,
    day_format: str,
    *,
    list_sheets: int,
    made: datetime | None = None,
) -> None:
    """Everything but the sheets, which stand in the archive already."""
    parts = {
        "xl/workbook.xml": _workbook(names, page, list_sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)]
            + [("rIdS", "styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(day_format),
        "docProps/core.xml": _properties(page.foot, made or datetime.now(UTC)),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
            f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        ),
        "[Content_Types].xml": _types(len(names)),
    }
    for name, text in parts.items():
        add_part(archive, name, text)
    for part in archive.filelist:
        part.create_system = _NO_SYSTEM


def _workbook(names: Sequence[str], page: Page, list_sheets: int) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    top = page.header_row + len(page.below_header)
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{escaped(_quoted(names[at]))}!${page.header_row}:${top}'
        "</definedName>"
        for at in range(list_sheets)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    made = "".join(f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>' for key, kind, target in links)
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _properties(description: str, made: datetime) -> str:
    now = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Padan</dc:creator>'
        f"<cp:lastModifiedBy>Padan</cp:lastModifiedBy><dc:description>{escaped(safe_text(description))}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{now}</dcterms:created></cp:coreProperties>'
    )


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{made}'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _styles(day_format: str) -> str:
    """Cell formats in the order of `Style`."""
    centred = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    top = '<alignment vertical="top" wrapText="1"/>'
    formats = (
        _format(),
        _format(number=49),
        _format(number=164),
        _format(number=165),
        _format(number=1),
        _format(font=1, fill=2, border=1, inside=centred),
        _format(font=1),
        _format(quoted=True),
        _format(number=49, quoted=True),
        _format(number=49, fill=3, quoted=True),
        _format(number=49, fill=4, quoted=True),
        _format(inside=top),
    )
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
        for colour in (HEADING_FILL, _WRONG, _DOUBTFUL)
    )
    side = '{0}<color rgb="FFB0B8C0"/></{1}>'
    edge = "".join(side.format(f'<{name} style="thin">', name) for name in ("left", "right", "top", "bottom"))
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode={quoteattr(day_format)}/>'
        f'<numFmt numFmtId="165" formatCode="{MOMENT_FORMAT}"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        f'{fills}</fills><borders count="2"><border/><border>{edge}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _format(
    *, number: int = 0, font: int = 0, fill: int = 0, border: int = 0, quoted: bool = False, inside: str = ""
) -> str:
    quote = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1"'
        f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{quote}>{inside}</xf>'
    )
