"""Where a verb speaks when the program has no console of its own: Windows' windowed ``Padan.exe``. Elsewhere nothing is done."""

import os
import sys
from typing import TextIO

_PARENT = -1
_OUTPUT, _ERROR = -11, -12  # numbers of GetStdHandle
_DISK, _PIPE = 1, 3  # kinds of GetFileType
_SIGN_STOP = 0x10


def open_console() -> None:
    """Speak to the pipe or file that the caller gave (UTF-8), else to the caller's console, else to nobody."""
    if sys.platform != "win32":
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    if sys.stdout is None or sys.stderr is None:
        import ctypes

        ctypes.windll.kernel32.AttachConsole(_PARENT)
        sys.stdout = sys.stdout or _stream(_OUTPUT)
        sys.stderr = sys.stderr or _stream(_ERROR)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 for as long as the program runs


def _stream(number: int) -> TextIO:
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        kernel = ctypes.windll.kernel32
        kernel.GetStdHandle.restype = ctypes.c_void_p
        kernel.GetFileType.argtypes = [ctypes.c_void_p]
        handle = kernel.GetStdHandle(number)
        if handle and kernel.GetFileType(handle) in {_DISK, _PIPE}:
            return os.fdopen(msvcrt.open_osfhandle(handle, 0), "w", encoding="utf-8", buffering=1)
        try:
            return open("CONOUT$", "w", encoding="utf-8", buffering=1)  # noqa: PTH123
        except OSError:
            pass
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def alert(sentence: str) -> bool:
    """A box with the sentence, where there is nothing else to say it; ``False`` when there is."""
    if sys.platform != "win32" or sys.stderr is not None:
        return False
    import ctypes

    ctypes.windll.user32.MessageBoxW(None, sentence, "Padan", _SIGN_STOP)
    return True
