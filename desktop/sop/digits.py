"""The digits of an identity number: taken from a cell or a form, and what is wrong with them before their meaning."""

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from desktop.sop.findings import Finding
from desktop.sop.plain import plain_text

_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?\s*[eE]\s*\+?\s*[0-9]{1,2}")
_FILLER = re.compile(r"[\s'\".\-‐-―_]")
_LOOKALIKE = str.maketrans("OoQIilLSsBZz", "000111155822")


@dataclass(frozen=True, slots=True)
class Digits:
    """A number as it came: `typed` for the eye, `digits` after cleaning, and the shape of the cell it came from."""

    typed: str
    digits: str
    shape: Literal["text", "number"]


def clean_digits(value: object) -> Digits | None:
    """Take blanks, `' . -` and invisible characters away; None when nothing is there; never raises."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        # Python refuses to print integers of thousands of digits
        typed = str(value) if abs(value) < 10**40 else "angka lebih dari 40 digit"
        return Digits(typed, typed, "number")
    if isinstance(value, float):
        typed = f"{value:.0f}" if math.isfinite(value) and value == int(value) and abs(value) < 1e40 else str(value)
        return Digits(typed, typed, "number")
    typed = plain_text(unicodedata.normalize("NFKC", str(value)))
    digits = _FILLER.sub("", typed)
    # a lone dash is somebody's "none", not an empty cell: the caller decides
    return Digits(typed, digits, "text") if typed else None


def digit_findings(given: Digits, label: str, length: int) -> tuple[Finding, ...]:
    """What forbids using `given` as a number of `length` digits; codes are `nik_…`, `kk_…`, `peserta_…`."""
    prefix = {"NIK": "nik", "Nomor KK": "kk"}.get(label, "peserta")
    source = "kartu peserta atau berkas BPJS" if prefix == "peserta" else "KTP atau KK"
    digits = given.digits

    def error(code: str, what: str, remedy: str, evidence: str = "") -> tuple[Finding, ...]:
        return (Finding(f"{prefix}_{code}", "error", what, remedy, evidence or given.typed),)

    if _EXPONENT.fullmatch(given.typed) or (given.shape == "number" and "e" in given.typed):
        what = f"{label} berubah menjadi bentuk ilmiah (seperti 3,17E+15): angka-angka belakangnya sudah hilang."
        return error("eksponen", what, _retype(source))
    if not re.fullmatch(r"[0-9]+", digits):
        return _not_digits(given, label, prefix, source, length)
    # a participant number in a number cell has lost its zeros: 1234567890 may be a real one
    if _is_placeholder(digits) and not (prefix == "peserta" and given.shape == "number" and len(set(digits)) > 1):
        what = f"{digits[:4]}{'…' if len(digits) > 4 else ''} hanya pengisi, bukan {label}."
        return error("pengisi", what, f"Kosongkan sel ini bila {label} belum ada, atau isi menurut {source}.")
    if given.shape == "number":
        return _from_number_cell(given, label, prefix, source, length)
    return _from_text(given, label, prefix, source, length)


def _from_text(given: Digits, label: str, prefix: str, source: str, length: int) -> tuple[Finding, ...]:
    if len(given.digits) != length:
        return _wrong_length(given, label, prefix, source, length)
    if given.digits != given.typed:
        tidy = f"Spasi, titik, atau tanda lain dalam {label} sudah dirapikan."
        return (Finding(f"{prefix}_dirapikan", "info", tidy, "", given.typed),)
    return ()


def _retype(source: str) -> str:
    return f"Ubah format kolom menjadi Teks, lalu ketik ulang semua angka menurut {source}."


def _is_placeholder(digits: str) -> bool:
    counting = "1234567890" * 2
    return len(set(digits)) == 1 or (len(digits) >= 4 and counting.startswith(digits))


def _from_number_cell(given: Digits, label: str, prefix: str, source: str, length: int) -> tuple[Finding, ...]:
    count = len(given.digits)
    if prefix == "peserta" and count < length:
        what = f"{label} tersimpan sebagai angka, sehingga nol di depannya hilang (tinggal {count} angka)."
    elif count == length == 16 and given.digits.endswith("0"):
        what = f"{label} tersimpan sebagai angka: Excel hanya menyimpan 15 angka, angka ke-16 hilang menjadi 0."
    elif count == length:
        what = f"{label} tersimpan sebagai angka, bukan teks, sehingga angka terakhirnya tidak dapat dipercaya."
    else:
        return _wrong_length(given, label, prefix, source, length)
    return (Finding(f"{prefix}_angka", "error", what, _retype(source), given.typed),)


def _wrong_length(given: Digits, label: str, prefix: str, source: str, length: int) -> tuple[Finding, ...]:
    count = len(given.digits)
    remedy = f"Cocokkan angka demi angka dengan {source}."
    if prefix == "peserta" and count == 16:
        what = "16 angka ini sepertinya NIK atau Nomor KK; nomor peserta berisi 13 angka."
        return (Finding("peserta_nik", "error", what, remedy, given.typed),)
    if prefix == "nik" and count == 13:
        what = "13 angka ini sepertinya nomor peserta BPJS; NIK berisi 16 angka."
        return (Finding("nik_peserta", "error", what, remedy, given.typed),)
    word, code = ("kurang", "pendek") if count < length else ("lebih", "panjang")
    what = f"{label} harus {length} angka; di sini ada {count}, {word} {abs(length - count)}."
    return (Finding(f"{prefix}_{code}", "error", what, remedy, given.typed),)


def _not_digits(given: Digits, label: str, prefix: str, source: str, length: int) -> tuple[Finding, ...]:
    strange = "".join(dict.fromkeys(re.sub(r"[0-9]", "", given.digits)))[:8]
    if not strange:
        what = f"{label} tidak berisi angka."
        return (Finding(f"{prefix}_huruf", "error", what, f"Isi {length} angka menurut {source}.", given.typed),)
    what = f"{label} hanya boleh berisi angka; di sini ada “{strange}”."
    remedy = f"Isi {length} angka menurut {source}."
    if re.fullmatch(rf"[0-9]{{{length}}}", given.digits.translate(_LOOKALIKE)):
        remedy = f"Huruf yang mirip angka (O dan 0, I dan 1)? Cocokkan dengan {source}, lalu ketik angkanya."
    return (Finding(f"{prefix}_huruf", "error", what, remedy, given.typed),)
