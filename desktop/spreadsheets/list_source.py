"""Where the rows of a large list come from: sheets through calamine, text streamed from a .csv or out of a zip.

Nothing is unpacked to the disk, and of a .csv only one line at a time is in memory.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from desktop.spreadsheets.errors import UnreadableFile, unreadable
from desktop.spreadsheets.open import Limits, broken, file_kind, locked, too_big
from desktop.spreadsheets.plain_book import CANNOT, Merge, PlainBook, PlainSheet
from desktop.spreadsheets.rows_apart import ApartBook, apart_book
from desktop.spreadsheets.sheet_extent import Spoilt, look_over
from desktop.spreadsheets.text_survey import Survey, survey

Cells = Sequence[object]
LIST_LIMITS = Limits(file_bytes=700_000_000, unpacked_bytes=4_000_000_000, rows=1_300_000)
MOST_SHRUNK = 250  # a sheet of equal cells shrinks to a hundredth, a bomb to a thousandth
_SMALL = 100_000_000
_TEXT_ENDS = (".csv", ".txt", ".tsv")


@dataclass(slots=True)
class Table:
    """One sheet or text: `rows()` walks it from its first row, as often as it is called.

    Cells begin at column `left` (0-based). `height` is the number of rows. `merged` are vertical merges
    {(row, column): how many rows}, 0-based, of the sheet.
    """

    name: str
    hidden: bool
    rows: Callable[[], Iterator[Cells]]
    height: int = 0
    left: int = 0
    merged: list[Merge] = field(default_factory=list)


def open_tables(path: Path, limits: Limits) -> Iterator[Table]:
    """The tables of the file in their order, each loaded only when it is asked for. UnreadableFile as `file_kind`."""
    if archive := _text_in_zip(path, limits):
        yield _text_table(path, archive, limits)
    elif file_kind(path, limits=limits) == "csv":
        yield _text_table(path, None, limits)
    else:
        _refuse_bomb(path)
        yield from _sheets(path, limits)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what readers raise about a damaged file into UnreadableFile."""
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError:
        raise locked(path.name) from None
    except (calamine.CalamineError, csv.Error, zipfile.BadZipFile, EOFError, UnicodeError):
        raise broken(path.name) from None
    except OSError as error:
        raise unreadable(path.name, error) from None
    except (UnreadableFile, GeneratorExit):
        raise
    except BaseException as error:
        # a damaged file can make the Rust reader panic, which is no Exception in Python; zlib has an error of its own
        if type(error).__name__ != "PanicException" and type(error).__module__ != "zlib":
            raise
        raise broken(path.name) from None


def _sheets(path: Path, limits: Limits) -> Iterator[Table]:
    """Plain sheets by the quick reader, the others by the general one; which is opened only when it is needed."""
    with sentences(path), ExitStack() as opened:
        book = apart_book(path)
        if book is None:
            yield from _general(path, limits, None)
            return
        opened.callback(book.close)
        for sheet in book.sheets:
            try:
                height, merges = book.survey(sheet)
            except CANNOT:
                yield from _general(path, limits, sheet.name)
                continue
            if height > limits.rows:
                raise too_many_rows(path.name, limits)
            rows = _Plain(path, limits, book, sheet).rows
            yield Table(sheet.name, sheet.hidden, rows, height, 0, _vertical(merges))


@dataclass(slots=True)
class _Plain:
    """The rows of a plain sheet; from the first odd one on by the general reader, which loads it once and no more."""

    path: Path
    limits: Limits
    book: PlainBook | ApartBook
    sheet: PlainSheet
    loaded: Table | None = None

    def rows(self) -> Iterator[Cells]:
        """All rows from the first one on."""
        given = 0
        if self.loaded is None:
            try:
                for part in self.book.rows(self.sheet):
                    yield from part
                    given += len(part)
                return
            except CANNOT:
                self.loaded = next(_general(self.path, self.limits, self.sheet.name), None)
        if self.loaded is None:
            raise broken(self.path.name)
        margin = [""] * self.loaded.left
        yield from ([*margin, *cells] for cells in islice(self.loaded.rows(), given, None))


def _general(path: Path, limits: Limits, only: str | None) -> Iterator[Table]:
    """The sheets through calamine, or the one of that name."""
    import python_calamine as calamine

    spoilt = look_over(path, only)
    # from the path, not from a file of Python's: the window goes on while the sheet is loaded
    with calamine.CalamineWorkbook.from_path(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet or only not in (None, meta.name):
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.end is not None and sheet.end[0] >= limits.rows:
                raise too_many_rows(path.name, limits)
            left = 0 if sheet.start is None else sheet.start[1]
            wrong = spoilt.get(meta.name)
            yield Table(
                meta.name,
                meta.visible is not calamine.SheetVisibleEnum.Visible,
                partial(_with_errors, sheet.iter_rows, wrong, left) if wrong else sheet.iter_rows,
                0 if sheet.end is None else sheet.end[0] + 1,
                left,
                _vertical(sheet.merged_cell_ranges or ()),
            )
            del sheet


def _with_errors(rows: Callable[[], Iterator[Cells]], spoilt: Spoilt, left: int) -> Iterator[Cells]:
    """The reader leaves cells with an error of Excel empty; here they say which one."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), error in spoilt.items():
        by_row.setdefault(row, []).append((column - left, error))
    for at, cells in enumerate(rows()):
        if at in by_row:
            marked = list(cells)
            for column, error in by_row[at]:
                if 0 <= column < len(marked):
                    marked[column] = error
            yield marked
        else:
            yield cells


def _vertical(merges: Sequence[Merge]) -> list[Merge]:
    return [span for span in merges if span[0][0] < span[1][0]][:20_000]


def too_many_rows(name: str, limits: Limits) -> UnreadableFile:
    """The sentence for a list longer than a large regency's."""
    most = f"{limits.rows:,}".replace(",", ".")
    return UnreadableFile(
        f"Berkas {name} terlalu besar: lebih dari {most} baris.",
        "Periksa apakah isinya rangkap; bila memang sebanyak itu, minta satu berkas per segmen (data SIAK: per kecamatan).",
    )


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with sentences(path), zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.file_size > _SMALL and entry.file_size > MOST_SHRUNK * max(entry.compress_size, 1):
                raise too_big(path.name, f"{entry.file_size // 1_000_000} MB setelah dibuka")


def is_archive(path: Path) -> bool:
    """Whether the list is a text inside a zip."""
    return _text_in_zip(path, LIST_LIMITS) is not None


def _text_in_zip(path: Path, limits: Limits) -> zipfile.ZipInfo | None:
    """The one text inside a zip that is no workbook; None for every other file."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return None
        with sentences(path), zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
    except OSError as error:
        raise unreadable(path.name, error) from None
    names = {entry.filename for entry in entries}
    texts = [entry for entry in entries if entry.filename.lower().endswith(_TEXT_ENDS)]
    if "content.xml" in names or any(name.startswith("xl/") for name in names) or not texts:
        return None
    if len(texts) > 1:
        raise UnreadableFile(
            f"Arsip {path.name} berisi {len(texts)} berkas CSV, dan Padan membaca satu per satu.",
            "Buka arsipnya, lalu pilih satu berkas di dalamnya.",
        )
    if texts[0].flag_bits & 1:
        raise UnreadableFile(
            f"Arsip {path.name} dilindungi kata sandi.",
            "Buka arsipnya dengan kata sandi, lalu pilih berkas di dalamnya.",
        )
    _refuse_bomb(path)
    if texts[0].file_size > limits.unpacked_bytes:
        raise too_big(path.name, f"{texts[0].file_size // 1_000_000} MB setelah dibuka")
    return texts[0]


def _text_table(path: Path, entry: zipfile.ZipInfo | None, limits: Limits) -> Table:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with sentences(path):
            if entry is None:
                with path.open("rb") as file:
                    yield file
            else:
                with zipfile.ZipFile(path) as archive, archive.open(entry) as part:
                    yield part  # type: ignore[misc]

    with opened() as file:
        known = survey(
            file, limits.unpacked_bytes, lambda size: too_big(path.name, f"lebih dari {size // 1_000_000} MB")
        )
    if known.binary:
        raise UnreadableFile(f"Berkas {path.name} bukan berkas Excel, OpenDocument, atau CSV.", "Minta berkas aslinya.")
    if known.lines > limits.rows:
        raise too_many_rows(path.name, limits)

    def rows() -> Iterator[Cells]:
        with opened() as file:
            yield from _parsed(file, known)

    if known.cut_short:
        raise UnreadableFile(
            f"Berkas {path.name} terputus di baris {known.lines}: baris terakhirnya tidak lengkap.",
            "Minta pengirim mengirim ulang berkas yang utuh.",
        )
    return Table(Path(entry.filename if entry else path.name).stem, False, rows, known.lines)


def _parsed(file: BinaryIO, known: Survey) -> Iterator[Cells]:
    text = io.TextIOWrapper(file, encoding=known.encoding, errors="replace", newline="")
    try:
        yield from csv.reader(text, delimiter=known.delimiter)
    finally:
        text.detach()
