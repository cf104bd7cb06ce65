"""Files that cannot be read: one clear sentence and a remedy each, never a stack trace."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.spreadsheets.errors import UnreadableFile, unreadable
from desktop.spreadsheets.open import Limits
from desktop.spreadsheets.read import read_file
from tests.spreadsheets.conftest import REAL_FILE, TODAY, MakeList, person

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(names: dict[str, bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in names.items():
                archive.writestr(name, content)

    return make


def written(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("kosong.xlsx", written(b""), "kosong (0 byte)"),
        ("catatan.xlsx", written(b"bukan excel"), "bukan berkas Excel"),
        ("halaman.xls", written(b"\xef\xbb\xbf<html><table>"), "halaman web"),
        ("surat.xlsx", written(b"%PDF-1.7"), "adalah PDF"),
        ("foto.xlsx", written(b"\xff\xd8\xff\xe0"), "adalah gambar"),
        ("terputus.xlsx", written(REAL_FILE.read_bytes()[:5000]), "rusak atau tidak lengkap"),
        ("terlindung.xlsx", written(OLE + "EncryptedPackage".encode("utf-16-le")), "kata sandi"),
        ("lama.xls", written(OLE + "Workbook".encode("utf-16-le")), "rusak atau tidak lengkap"),
        ("surat.doc", written(OLE), "bukan lembar kerja Excel"),
        ("arsip.xlsx", zipped({"a.txt": b"x"}), "arsip ZIP"),
        ("rusak.xlsx", zipped({"xl/workbook.xml": b"<kacau"}), "rusak atau tidak lengkap"),
        ("sandi.ods", zipped({"mimetype": b"x", "encrypted-package": b"x" * 900}), "kata sandi"),
        ("bom.xlsx", zipped({"xl/sheet1.xml": b"0" * 3_000_000}), "terlalu besar (3 MB setelah dibuka)"),
        ("biner.csv", written(b"a;b\0c"), "bukan berkas Excel"),
        ("besar.csv", written(b"a;b\n" * 600), "lebih dari 500 baris"),
        ("kosong.csv", written(b"\n\n"), "tidak berisi data"),
        ("folder.xlsx", lambda path: path.mkdir(), "folder, bukan berkas"),
        ("tiada.xlsx", lambda path: None, "tidak ditemukan"),
    ],
)
def test_one_sentence(tmp_path: Path, name: str, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / name)
    with pytest.raises(UnreadableFile) as caught:
        read_file(tmp_path / name, today=TODAY, limits=Limits(unpacked_bytes=2_000_000, rows=500))
    assert said in caught.value.sentence
    assert name in caught.value.sentence
    assert caught.value.remedy.endswith(".")


def test_too_many_bytes_or_lines(make_list: MakeList) -> None:
    path = make_list([person(no=n) for n in range(30)])
    for limits in (Limits(file_bytes=1000), Limits(rows=20)):
        with pytest.raises(UnreadableFile, match="terlalu besar"):
            read_file(path, today=TODAY, limits=limits)


def test_other_headings_name_the_nearest_layout_and_what_it_lacks(make_list: MakeList) -> None:
    path = make_list([["Sri", "P"]], headings=["NAMA", "L/P"])
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, today=TODAY)
    assert "Daftar WBS hasil penjangkauan belum ada kolom: LOKASI DITEMUKAN" in caught.value.sentence
    with pytest.raises(UnreadableFile, match="NOMOR PESERTA, NIK"):
        read_file(path, layout="eid_result", today=TODAY)


def test_a_hidden_list_is_not_read_behind_the_clerks_back(make_list: MakeList) -> None:
    path = make_list([person()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Depan")
    book["Daftar"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    with pytest.raises(UnreadableFile, match="disembunyikan"):
        read_file(path, today=TODAY)


def test_an_empty_workbook(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "baru.xlsx")
    with pytest.raises(UnreadableFile, match="tidak berisi data"):
        read_file(tmp_path / "baru.xlsx", today=TODAY)


def test_a_file_locked_by_another_program() -> None:
    # Windows answers so when Excel holds the file; root on Linux never gets it from a real file
    error = unreadable("daftar.xlsx", PermissionError(13, os.strerror(13)))
    assert "sedang dibuka program lain" in error.sentence
    assert "Tutup berkas itu di Excel" in error.remedy
    assert "daftar.xlsx" in unreadable("daftar.xlsx", OSError(5, "EIO")).sentence


def test_damaged_bytes_anywhere_give_a_reading_or_a_sentence(tmp_path: Path) -> None:
    whole = REAL_FILE.read_bytes()
    for start in range(0, len(whole) - 200, len(whole) // 40):
        path = tmp_path / f"rusak{start}.xlsx"
        path.write_bytes(whole[:start] + b"\xff" * 200 + whole[start + 200 :])
        try:
            assert read_file(path, today=TODAY).total <= 36
        except UnreadableFile as error:
            assert error.remedy
