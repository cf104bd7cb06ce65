"""Putting a finished workbook on the disk: all of it or nothing."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from desktop.spreadsheets.errors import cannot_write


def save_workbook(book: Any, out: Path) -> None:
    """Write an openpyxl workbook atomically; CannotWrite with a sentence when the disk or a lock forbids it."""
    buffer = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book.save(buffer)
    except OSError as error:  # openpyxl builds every sheet in a temporary file of its own
        raise cannot_write(out.name, error) from None
    write_atomically(out, buffer.getbuffer())


def write_atomically(out: Path, content: bytes | memoryview) -> None:
    """Write beside `out`, then replace it: a reader sees the old file or the whole new one; CannotWrite otherwise."""
    with whole_file(out) as file:
        file.write(content)


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """A file to write into that becomes `out` when the block ends well, and is taken away when it does not.

    What the block raises goes on to the caller, an OSError as CannotWrite; the old `out` then still stands.
    """
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".padan-", suffix=".tmp", delete=False) as file:
            beside = Path(file.name)
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        # a temporary file is for its maker only; the workbook is for the office
        if os.name == "posix":
            beside.chmod(0o644)
        beside.replace(out)
        beside = None
    except OSError as error:
        raise cannot_write(out.name, error) from None
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
