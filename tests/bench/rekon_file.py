"""A reconciliation file as a branch of BPJS sends it: 16 columns, shared strings, of any size, written as plain XML.

Written by hand because it must be there before anybody's reader or writer is measured.
"""

import zipfile
from collections.abc import Iterable
from pathlib import Path

HEADINGS = (
    *("PSNOKA", "NOKA", "NAMA", "JENKEL", "TGLLHR", "NIK", "KKNO", "PISAT", "KDSTAWIN", "NOPPK", "NMPPK", "ALAMAT"),
    *("NAMADATI2", "NMKEC", "NMDESA", "STATUS"),
)
_LETTERS = "ABCDEFGHIJKLMNOP"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Rekon" sheetId="1" r:id="r1"/></sheets></workbook>',
}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cells(line: tuple[object, ...]) -> tuple[str, ...]:
    """One line of a city as the branch writes it; days are `dd-mm-yyyy`."""
    number, nik, name, sex, birth, status, *_rest = (str(value or "") for value in line)
    at = int(number)
    day = f"{birth[8:10]}-{birth[5:7]}-{birth[:4]}"
    family = f"0001{at // 4:09d}"
    village = f"KELURAHAN {at % 27}"
    return (
        *(
            number,
            family,
            name,
            sex,
            day,
            nik,
            f"33750{at // 4:011d}",
            str(1 + at % 5),
            str(at % 3),
            f"1105{at % 40:04d}",
        ),
        *(f"PUSKESMAS {at % 40}", f"JL. CONTOH NO. {at % 500} RT {at % 9} RW {at % 7}", "KOTA CONTOH"),
        *(f"KECAMATAN {at % 4}", village, status),
    )


def write_rekon(path: Path, lines: Iterable[tuple[object, ...]]) -> None:
    """The workbook."""
    known: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8"?><worksheet {_MAIN}><sheetData>'.encode())
            for at, values in enumerate((HEADINGS, *map(cells, lines)), 1):
                row = "".join(
                    f'<c r="{letter}{at}" t="s"><v>{known.setdefault(value, len(known))}</v></c>'
                    for letter, value in zip(_LETTERS, values, strict=True)
                    if value
                )
                sheet.write(f'<row r="{at}">{row}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(f'<?xml version="1.0" encoding="UTF-8"?><sst {_MAIN} uniqueCount="{len(known)}">'.encode())
            for value in known:
                strings.write(f"<si><t>{value}</t></si>".encode())
            strings.write(b"</sst>")
