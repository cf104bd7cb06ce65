"""A large workbook read in a process of its own: one processor takes its rows out of the XML while another checks and keeps
them, and the window's Python is left alone. What comes over the line is what `plain_book` would have given here."""

import marshal
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import Any

from desktop.spreadsheets.plain_book import CANNOT, Merge, PlainBook, PlainSheet, plain_book
from desktop.spreadsheets.plain_rows import NotPlain, Row

__all__ = ["SERVE", "ApartBook", "apart_book", "serve"]

SERVE = "--rows-apart"
"""The word by which the program is told to be the other end: never a verb, for no clerk says it."""
_ENTRY = Path(__file__).resolve().parents[2] / "main.py"
WORTH = 4_000_000
"""Bytes of a file from which on the start of a process, a fifth of a second and more on Windows, is won back."""
_LOT = 2_000
_AHEAD = 3  # lots on their way, so that neither side waits for the other
_DAMAGE = (*CANNOT, OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error)


class ApartBook:
    """As `PlainBook`, from the other end of a line. When the other process is gone, what is missing is `NotPlain`."""

    def __init__(self, path: Path) -> None:
        self._line, far = connection.Pipe()
        try:
            with far:
                self._process = _start(far.fileno())
        except OSError:
            self._line.close()
            raise
        self._walk: object | None = None
        try:
            # Absolute: the other process stands in a folder of its own.
            self._send(str(path.absolute()))
            self.sheets: tuple[PlainSheet, ...] = self._answer()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the file and the process go."""
        self._line.close()
        self._process.kill()
        self._process.wait()

    def survey(self, sheet: PlainSheet) -> tuple[int, list[Merge]]:
        """As `PlainBook.survey`."""
        self._stop()
        self._send("survey", sheet)
        found: tuple[int, list[Merge]] = self._answer()
        return found

    def rows(self, sheet: PlainSheet) -> Iterator[list[Row]]:
        """As `PlainBook.rows`. There is one line for all walks: one that goes on after another began is taken up anew
        where it stood."""
        walk, given = object(), 0
        try:
            while True:
                if self._walk is not walk:
                    self._stop()
                    self._send("rows", sheet, given)
                    self._walk = walk
                if not (lot := self._lot()):
                    break
                self._send(True)
                rows: list[Row] = marshal.loads(lot)  # noqa: S302 written by our own process a moment ago
                given += len(rows)
                yield rows
            self._walk = None
            self._answer()
        finally:
            if self._walk is walk:
                self._stop()

    def _stop(self) -> None:
        if self._walk is None:
            return
        self._walk = None
        with suppress(NotPlain, *_DAMAGE):
            self._send(False)
            while self._lot():
                pass
            self._answer()

    def _send(self, *message: Any) -> None:
        try:
            self._line.send(message)
        except OSError:
            raise NotPlain from None

    def _lot(self) -> bytes:
        try:
            return self._line.recv_bytes()
        except (EOFError, OSError):
            raise NotPlain from None

    def _answer(self) -> Any:
        try:
            answer = self._line.recv()
        except (EOFError, OSError):
            raise NotPlain from None
        if isinstance(answer, BaseException):
            raise answer
        return answer


def apart_book(path: Path) -> PlainBook | ApartBook | None:
    """The workbook as `plain_book` gives it, read elsewhere when it is large enough for that to pay."""
    try:
        return ApartBook(path) if path.stat().st_size >= WORTH else plain_book(path)
    except NotPlain:
        return None
    except OSError:
        # No memory or no process left: slower is better than not at all.
        return plain_book(path)


def _start(handle: int) -> "subprocess.Popen[bytes]":
    """This very program once more, with that end of a line and nothing else of ours. (``multiprocessing`` would run whatever
    script began this process a second time.)"""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(_ENTRY)]
    words = [*own, SERVE, str(handle)]
    # Nobody reads its last words, and they could hold a cell.
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    quiet: dict[str, Any] = {**streams, "cwd": _ENTRY.parent}
    if sys.platform != "win32":
        return subprocess.Popen(words, pass_fds=(handle,), **quiet)  # noqa: S603 (ourselves, no shell)
    os.set_handle_inheritable(handle, True)
    heir = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
    quiet |= {"startupinfo": heir, "creationflags": subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(words, **quiet)  # noqa: S603


def serve(handle: int) -> None:
    """The other end of the line, until nobody listens any more."""
    # Ctrl+C in a terminal reaches both; whoever asked decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError), _far_end(handle) as line:
        (path,) = line.recv()
        book = plain_book(Path(path))
        if book is None:
            line.send(NotPlain())
            return
        line.send(book.sheets)
        while True:
            match line.recv():
                case ("survey", sheet):
                    line.send(_surveyed(book, sheet))
                case ("rows", sheet, after):
                    trouble = _pour(line, _lots(_behind(book.rows(sheet), after)))
                    line.send_bytes(b"")
                    line.send(trouble)


def _far_end(handle: int) -> "connection.Connection":
    """The end of a line that this process was born with."""
    kind = "PipeConnection" if sys.platform == "win32" else "Connection"
    line: connection.Connection = getattr(connection, kind)(handle)
    return line


def _surveyed(book: PlainBook, sheet: PlainSheet) -> object:
    try:
        return book.survey(sheet)
    except CANNOT:
        return NotPlain()
    except _DAMAGE as error:
        return error


def _pour(line: "connection.Connection", lots: Iterator[list[Row]]) -> BaseException | None:
    """The rows, as many lots ahead as are asked for; gives what went wrong with the file."""
    ahead = _AHEAD
    while True:
        try:
            lot = next(lots, None)
        except CANNOT:
            return NotPlain()
        except _DAMAGE as error:
            return error
        if lot is None:
            return None
        while not ahead or line.poll():
            if line.recv() == (False,):
                return None
            ahead += 1
        line.send_bytes(marshal.dumps(lot))
        ahead -= 1


def _behind(parts: Iterator[list[Row]], given: int) -> Iterator[list[Row]]:
    """Without the first ``given`` rows."""
    for part in parts:
        yield part[given:]
        given = max(given - len(part), 0)


def _lots(parts: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """Parts of some dozen rows together, for every crossing costs the same. What was read before trouble is given first."""
    lot: list[Row] = []
    try:
        for part in parts:
            lot += part
            if len(lot) >= _LOT:
                yield lot
                lot = []
    except GeneratorExit:
        raise
    except BaseException:
        if lot:
            yield lot
        raise
    if lot:
        yield lot
