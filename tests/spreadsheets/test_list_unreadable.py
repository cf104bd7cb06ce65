"""Lists that cannot be read, or only in part: a sentence each, before or while they are read."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.list_proposals import OtherList
from desktop.spreadsheets.lists import open_list
from desktop.spreadsheets.open import Limits
from tests.spreadsheets.conftest import REAL_FILE
from tests.spreadsheets.lists_kit import TODAY, facts, lines_of, read_all, write_book, write_text
from tests.spreadsheets.test_unreadable import OLE, written, zipped

SMALL = Limits(file_bytes=10_000_000, unpacked_bytes=3_000_000, rows=500)
LINES = lines_of("bpjs_rekon", [facts(at) for at in range(40)])


def book(path: Path) -> None:
    """A good list."""
    write_book(path, LINES)


def half_book(path: Path) -> None:
    """A workbook whose second half never arrived."""
    book(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def half_text(path: Path) -> None:
    """A text cut in the middle of a line."""
    write_text(path, LINES)
    path.write_bytes(path.read_bytes()[:-60])


def long_book(path: Path) -> None:
    """More lines than may be."""
    write_book(path, [LINES[0], *LINES[1:] * 13])


def long_text(path: Path) -> None:
    """More lines than may be."""
    write_text(path, [LINES[0], *LINES[1:] * 13])


def half_zip(path: Path) -> None:
    """A zip whose inside is damaged."""
    text = write_text(path.with_suffix(".csv"), LINES)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(text, "rekon.csv")
    content = bytearray(path.read_bytes())
    content[60:400] = b"\xff" * 340
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("kosong.csv", written(b""), "kosong (0 byte)"),
        ("halaman.xls", written(b"<html><table>"), "halaman web"),
        ("terlindung.xlsx", written(OLE + "EncryptedPackage".encode("utf-16-le")), "kata sandi"),
        ("sandi.ods", zipped({"mimetype": b"x", "encrypted-package": b"x" * 900}), "kata sandi"),
        ("setengah.xlsx", half_book, "rusak atau tidak lengkap"),
        ("setengah.csv", half_text, "terputus di baris 41"),
        ("setengah.zip", half_zip, "rusak atau tidak lengkap"),
        ("biner.xlsb", zipped({"xl/workbook.bin": b"x", "xl/worksheets/sheet1.bin": b"x"}), "buku kerja biner (.xlsb)"),
        ("bom.xlsx", zipped({"xl/sheet1.xml": b"0" * 4_000_000}), "terlalu besar (4 MB setelah dibuka)"),
        ("bom.zip", zipped({"a.csv": b"0" * 4_000_000}), "terlalu besar (4 MB setelah dibuka)"),
        ("panjang.xlsx", long_book, "lebih dari 500 baris"),
        ("panjang.csv", long_text, "lebih dari 500 baris"),
        ("dua.zip", zipped({"a.csv": b"a;b\n", "b.csv": b"a;b\n"}), "2 berkas CSV"),
        ("foto.zip", zipped({"a.jpg": b"x"}), "arsip ZIP"),
        ("biner.csv", written(b"a;b\n\x01" * 900 + b"\0c"), "bukan berkas Excel"),
        ("kosong2.csv", written(b"\n\n\n"), "tidak berisi data"),
        ("lain.csv", written(b"merk;warna\nX;Y\n"), "tidak dikenali"),
        ("tiada.xlsx", lambda path: None, "tidak ditemukan"),
        ("folder.csv", lambda path: path.mkdir(), "folder, bukan berkas"),
    ],
)
def test_one_sentence(tmp_path: Path, name: str, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / name)
    with pytest.raises(UnreadableFile) as caught:
        list(open_list(tmp_path / name, today=TODAY, limits=SMALL).chunks())
    assert said in caught.value.sentence and name in caught.value.sentence
    assert caught.value.remedy.endswith(".")


def test_a_bomb_is_told_by_how_much_it_shrank(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bom.xlsx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(101):
            part.write(b"0" * 1_000_000)
    with pytest.raises(UnreadableFile, match="101 MB setelah dibuka"):
        open_list(tmp_path / "bom.xlsx", today=TODAY)


def test_sheets_count_together(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name in ("Satu", "Dua"):
        sheet = workbook.create_sheet(name)
        for line in [LINES[0], *LINES[1:] * 8]:
            sheet.append(line)
    workbook.save(tmp_path / "a.xlsx")
    opened = open_list(tmp_path / "a.xlsx", today=TODAY, limits=SMALL)
    with pytest.raises(UnreadableFile, match="lebih dari 500 baris"):
        list(opened.chunks(100))
    assert opened.tally.total > 500


def test_a_hidden_list_and_a_form_of_another_kind(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    workbook.create_sheet("Depan")
    workbook["Data"].sheet_state = "hidden"
    workbook.active = 1
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFile, match="disembunyikan"):
        open_list(tmp_path / "a.xlsx", today=TODAY)
    with pytest.raises(OtherList) as other:
        open_list(REAL_FILE, today=TODAY)
    assert other.value.layout == "wbs_handover"


def test_a_missing_column_of_a_confirmed_mapping_is_named(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", LINES)
    with pytest.raises(UnreadableFile, match="STATUS belum ditunjuk"):
        open_list(path, layout="bpjs_rekon", mapping={"PSNOKA": "number", "NIK": "nik", "NAMA": "name"}, today=TODAY)


def test_a_total_without_line_end_is_no_cut(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", [*LINES, ["JUMLAH", "40", *[""] * 14]])
    path.write_bytes(path.read_bytes().rstrip())
    opened, rows = read_all(path)
    assert len(rows) == 40 and [line.why for line in opened.skipped] == ["jumlah"]


def test_damaged_bytes_anywhere_give_a_reading_or_a_sentence(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx")
    whole, dice = (tmp_path / "a.xlsx").read_bytes(), random.Random(1)
    for turn in range(40):
        at = dice.randrange(len(whole) - 100)
        path = tmp_path / f"{turn}.xlsx"
        path.write_bytes(whole[:at] + dice.randbytes(100) + whole[at + 100 :])
        try:
            opened = open_list(path, today=TODAY, limits=SMALL)
            list(opened.chunks())
            assert opened.tally.total <= 40
        except UnreadableFile as error:
            assert error.remedy
