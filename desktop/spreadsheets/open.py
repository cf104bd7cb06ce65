"""Opening a sender's file: what it really is (by content, not by name), and its sheets as raw cells."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from desktop.spreadsheets.errors import UnreadableFile, unreadable
from desktop.spreadsheets.sheet_extent import look_over

Kind = Literal["xlsx", "xls", "ods", "csv"]
Cells = list[Any]

SAVE_AS_XLSX = "Buka di Excel atau LibreOffice, pilih Simpan Sebagai .xlsx, lalu impor berkas yang baru."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = {b"%PDF": "PDF", b"{\\rtf": "dokumen RTF", b"\xff\xd8\xff": "gambar", b"\x89PNG": "gambar"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: bytes on disk, bytes unpacked (a zip bomb), lines of the table; and how many problems of a
    large list are kept one by one."""

    file_bytes: int = 60_000_000
    unpacked_bytes: int = 600_000_000
    rows: int = 200_000
    problems: int = 10_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether it is hidden, and its rows from row 1 and column A on, cells as they were typed."""

    name: str
    hidden: bool
    rows: list[Cells]


def file_kind(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Kind:
    """What the file is by its content; UnreadableFile when it is no table, locked, too big or has a password."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            size = file.seek(0, io.SEEK_END)
            return _kind(path, head, size, file, limits)
    except OSError as error:
        raise unreadable(path.name, error) from None


def _kind(path: Path, head: bytes, size: int, file: BinaryIO, limits: Limits) -> Kind:
    if not size:
        raise UnreadableFile(f"Berkas {path.name} kosong (0 byte).", "Minta pengirim mengirim ulang berkasnya.")
    if size > limits.file_bytes:
        raise too_big(path.name, f"{size // 1_000_000} MB")
    if head.startswith(b"PK"):
        return _zip_kind(path, file, limits)
    if head.startswith(_OLE):
        return _ole_kind(path, file)
    for mark, name in _NOT_TABLES.items():
        if head.startswith(mark):
            raise UnreadableFile(f"Berkas {path.name} adalah {name}, bukan lembar kerja.", SAVE_AS_XLSX)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise UnreadableFile(f"Isi berkas {path.name} sebenarnya halaman web (HTML/XML), bukan Excel.", SAVE_AS_XLSX)
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if path.suffix.lower() in (".csv", ".txt", ".tsv") and (utf16 or b"\0" not in head):
        return "csv"
    raise UnreadableFile(f"Berkas {path.name} bukan berkas Excel, OpenDocument, atau CSV.", SAVE_AS_XLSX)


def too_big(name: str, size: str) -> UnreadableFile:
    """The sentence for a file larger than may be read."""
    return UnreadableFile(
        f"Berkas {name} terlalu besar ({size}).",
        "Hapus lembar dan gambar yang tidak perlu, atau pecah menjadi beberapa berkas.",
    )


def broken(name: str) -> UnreadableFile:
    """The sentence for a damaged file."""
    what = f"Berkas {name} rusak atau tidak lengkap (mungkin terputus saat dikirim)."
    return UnreadableFile(what, "Minta pengirim mengirim ulang, atau buka dan simpan kembali di Excel.")


def locked(name: str) -> UnreadableFile:
    """The sentence for a file with a password."""
    what = f"Berkas {name} dilindungi kata sandi."
    return UnreadableFile(
        what, "Buka di Excel, hapus kata sandinya (Info › Lindungi Buku Kerja), simpan, lalu impor lagi."
    )


def _zip_kind(path: Path, file: BinaryIO, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise broken(path.name) from None
    if unpacked > limits.unpacked_bytes:
        raise too_big(path.name, f"{unpacked // 1_000_000} MB setelah dibuka")
    if "xl/workbook.bin" in names:
        # nothing looks over its binary sheets for far cells before the reader lays them out whole
        raise UnreadableFile(f"Berkas {path.name} buku kerja biner (.xlsb), yang tidak dibaca Padan.", SAVE_AS_XLSX)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if "encrypted-package" in names:  # LibreOffice wraps the whole file since 24.2
        raise locked(path.name)
    raise UnreadableFile(
        f"Berkas {path.name} adalah arsip ZIP, bukan lembar kerja.",
        "Buka arsipnya, lalu pilih berkas Excel di dalamnya.",
    )


def _ole_kind(path: Path, file: BinaryIO) -> Kind:
    file.seek(0)
    content = file.read()
    # a protected .xlsx is an OLE container with this stream inside
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked(path.name)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    from desktop.spreadsheets.xls_records import is_cut

    if is_cut(content):
        raise broken(path.name)
    raise UnreadableFile(f"Berkas {path.name} bukan lembar kerja Excel.", SAVE_AS_XLSX)


def read_sheets(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Sheet]:
    """Every worksheet of the file in its order; UnreadableFile as `file_kind`, or when the inside is damaged."""
    kind = file_kind(path, limits=limits)
    if kind == "csv":
        yield Sheet(path.stem, False, _csv_rows(path, limits))
        return
    yield from _calamine_sheets(path, limits)


def _calamine_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    import python_calamine as calamine

    look_over(path)
    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            for meta in book.sheets_metadata:
                if meta.typ is calamine.SheetTypeEnum.WorkSheet:
                    hidden = meta.visible is not calamine.SheetVisibleEnum.Visible
                    yield Sheet(meta.name, hidden, _sheet_rows(book.get_sheet_by_name(meta.name), path.name, limits))
    except calamine.PasswordError:
        raise locked(path.name) from None
    except calamine.CalamineError:
        raise broken(path.name) from None
    except OSError as error:
        raise unreadable(path.name, error) from None
    except BaseException as error:
        # a damaged file can make the Rust reader panic, which is no Exception in Python
        if type(error).__name__ != "PanicException":
            raise
        raise broken(path.name) from None


def _sheet_rows(sheet: Any, name: str, limits: Limits) -> list[Cells]:
    if sheet.end is not None and sheet.end[0] >= limits.rows:
        raise too_big(name, f"lebih dari {limits.rows} baris")
    rows: list[Cells] = sheet.to_python(skip_empty_area=False)
    return rows


def _csv_rows(path: Path, limits: Limits) -> list[Cells]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from None
    text = _decoded(content)
    try:
        rows: list[Cells] = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise broken(path.name) from None
    if len(rows) > limits.rows:
        raise too_big(path.name, f"lebih dari {limits.rows} baris")
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    sample = [line for line in text[:20_000].splitlines() if line.strip()][:40]
    return max(";,\t|", key=lambda sign: max((line.count(sign) for line in sample), default=0))
