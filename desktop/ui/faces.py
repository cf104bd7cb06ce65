"""Three kinds of trouble, three faces: a refusal, the world, our own bug (DESIGN §7)."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from desktop.bugs import bug_code
from desktop.sop.refusals import Refused

FULL = "Penyimpanan penuh. Tidak ada yang berubah. Kosongkan ruang pada disk, lalu coba lagi."
LOCKED = "Berkas sedang dipakai program lain atau tidak boleh ditulis. Tutup berkas itu, lalu coba lagi."
MISSING = "Berkas tidak ditemukan lagi di tempatnya. Pilih berkas itu sekali lagi."
UNREACHED = "Jaringan atau disk tidak menjawab. Tidak ada yang hilang dari layar ini. Coba lagi."


@dataclass(frozen=True, slots=True)
class Face:
    """How a trouble is shown: its kind, the sentence, a short code, the rows it names, whether trying again may help."""

    kind: Literal["refused", "world", "bug"]
    sentence: str
    code: str
    rows: Sequence[Any] = ()
    differences: Sequence[Any] = ()
    retry: bool = False


def face_of(error: BaseException) -> Face:
    """Sort an exception.

    ``Refused`` is a refusal. Any exception with a ``sentence`` is one the other rooms worded for people: the world
    when its class says ``retry = True``, else a refusal. ``OSError`` is the world. Everything else is our bug.
    """
    if isinstance(error, Refused):
        return Face("refused", error.sentence, error.code, error.rows, error.differences)
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, str) and sentence:
        remedy = getattr(error, "remedy", "")
        if remedy and remedy not in sentence:
            sentence = f"{sentence} {remedy}"
        retry = bool(getattr(error, "retry", False))
        return Face("world" if retry else "refused", sentence, str(getattr(error, "code", "")), retry=retry)
    if isinstance(error, OSError):
        return Face("world", _world_sentence(error), f"os-{error.errno or 0}", retry=True)
    code = bug_code(error)
    return Face("bug", f"Ada kesalahan pada program (kode {code}). Pekerjaan lain dapat diteruskan.", code)


def _world_sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return FULL
    if isinstance(error, PermissionError):
        return LOCKED
    if isinstance(error, FileNotFoundError):
        return MISSING
    return UNREACHED
