"""Workbooks made on the spot: the hand-over list with whatever rows a test needs."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

TODAY = date(2026, 11, 22)
REAL_FILE = Path(__file__).resolve().parents[2] / "resources" / "practice" / "data-wbs-penjangkauan.xlsx"
HEADINGS = (
    *("NO", "NAMA / ALIAS", "L/P", "TEMPAT LAHIR", "TGL LAHIR / UMUR", "KATEGORI PPKS", "LOKASI DITEMUKAN"),
    *("TGL & JAM", "KONDISI", "NIK (BILA ADA)", "BARANG BAWAAN", "KET"),
)


def person(**changed: Any) -> list[Any]:
    """One good line, with cells changed by the heading's short name."""
    cells = {
        "no": 1,
        "name": "Sri Wulandari",
        "sex": "P",
        "birth_place": "Brebes",
        "birth": "22-01-1979",
        "category": "Pemulung",
        "place": "Stasiun Senen",
        "at": "19-11-2026 23.00",
        "condition": "Sehat",
        "nik": None,
        "belongings": "Karung",
        "note": None,
    }
    assert set(changed) <= set(cells)
    return list({**cells, **changed}.values())


MakeList = Callable[..., Path]


@pytest.fixture
def make_list(tmp_path: Path) -> MakeList:
    """Write an .xlsx with the given lines below the header, which stands in row `at` and column `left`."""

    def make(
        rows: Iterable[Sequence[Any]],
        *,
        headings: Sequence[str] = HEADINGS,
        at: int = 1,
        left: int = 1,
        name: str = "daftar.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Daftar"
        for offset, cells in enumerate([headings, *rows]):
            for column, value in enumerate(cells, left):
                sheet.cell(at + offset, column).value = value
        path = tmp_path / name
        book.save(path)
        return path

    return make
