"""What a NIK that disagrees with its record was probably meant to be (N5). It proposes; nothing is ever changed by itself.

The six digits of the birth are told by the record (day + 40 for a woman). Which small slip of the hand leads from what
stands there to digits that agree is tried; only what one slip explains, and what few slips share, is proposed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.sop.identity import region_known

LENGTH, BIRTH = 16, slice(6, 12)
MOST = 3
"""More proposals than that are none: the card must be looked at anyway."""
_LETTERS = str.maketrans("OoQDIlisSBZz", "000011155822")


@dataclass(frozen=True, slots=True)
class Repair:
    """``nik`` is what it may have been meant to be, "?" for a digit that is lost; ``why`` names places and no digits."""

    nik: str
    why: str


def repairs(
    written: object, *, birth_date: date | None, sex: str | None, region: str = "", kk: str = ""
) -> tuple[Repair, ...]:
    """Proposals, the likeliest first; none when the NIK agrees with the record, or the record does not tell enough.

    ``region``: the first six digits of the family's or neighbours' NIKs, when known; ``kk``: what stands in that column.
    """
    if birth_date is None or sex not in ("L", "P"):
        return ()
    wanted = _six(birth_date, sex)
    plain = _plain(written)
    text = plain.translate(_LETTERS)
    if text.isdigit() and len(text) == LENGTH and text[BIRTH] == wanted:
        if _was_number(written):
            return _lost_digit(text)
        return () if text == plain else (Repair(text, "ada huruf di antara angkanya"),)
    found: dict[str, str] = {}
    home = region_known(text[:6])
    for nik, why in _slips(text, wanted, kk):
        whole = len(nik) == LENGTH and nik.isdigit() and nik[BIRTH] == wanted
        if whole and nik.startswith(region) and (not home or nik[:6] == text[:6] or region_known(nik[:6])):
            found.setdefault(nik, why)
    return tuple(Repair(nik, why) for nik, why in found.items()) if len(found) <= MOST else ()


def advice(written: object, *, birth_date: date | None, sex: str | None) -> str:
    """One sentence that names places and no digit of the NIK, when a single slip explains the disagreement; else empty.
    The record may be what is wrong, so the sentence says both."""
    found = repairs(written, birth_date=birth_date, sex=sex)
    if len(found) != 1:
        return ""
    return f"Mungkin {found[0].why}, atau tanggal lahir yang tercatat keliru; cocokkan dengan KTP atau KK."


def _six(birth: date, sex: str) -> str:
    return f"{birth.day + 40 * (sex == 'P'):02d}{birth:%m%y}"


def _plain(written: object) -> str:
    if isinstance(written, int | float) and not isinstance(written, bool):
        return f"{written:.0f}"
    return "".join(sign for sign in str(written) if sign.isalnum())


def _was_number(written: object) -> bool:
    return isinstance(written, int | float) and not isinstance(written, bool)


def _lost_digit(text: str) -> tuple[Repair, ...]:
    return (Repair(f"{text[:-1]}?", "angka terakhir hilang karena Excel menyimpannya sebagai bilangan"),)


def _slips(text: str, wanted: str, kk: str) -> Iterator[tuple[str, str]]:
    """(what it would have been, why), the likeliest slips first."""
    if len(kk) == LENGTH and kk[BIRTH] == wanted:
        yield kk, "nomor KK dan NIK tertukar kolom"
    if len(text) == LENGTH:
        for by in (40, -40):
            day = int(text[6:8]) + by if text[6:8].isdigit() else -1
            if 0 < day < 72:
                woman = "harus ditambah 40" if by > 0 else "tidak ditambah 40"
                yield f"{text[:6]}{day:02d}{text[8:]}", f"angka ke-7 dan ke-8: hari lahir {woman}"
        for at in range(LENGTH - 1):
            swapped = f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"
            yield swapped, f"angka ke-{at + 1} dan ke-{at + 2} tertukar"
        for at in range(6, 12):
            yield f"{text[:at]}{wanted[at - 6]}{text[at + 1 :]}", f"angka ke-{at + 1} salah ketik"
        first, month, last = text[6:8], text[8:10], text[10:12]
        yield f"{text[:6]}{last}{month}{first}{text[12:]}", "hari dan tahun lahir tertukar"
        yield f"{text[:6]}{month}{first}{last}{text[12:]}", "hari dan bulan lahir tertukar"
    # Where the birth is whole, the lost digit is one of the region or the serial, and only the card knows it.
    elif len(text) == LENGTH - 1 and wanted not in (text[5:11], text[6:12]):
        for at in range(6, 12):
            yield (
                f"{text[:at]}{wanted[at - 6]}{text[at:]}",
                f"satu angka hilang di antara angka ke-{at} dan ke-{at + 1}",
            )
    elif len(text) == LENGTH + 1:
        for at in (at for at in range(LENGTH) if text[at] == text[at + 1]):
            yield f"{text[:at]}{text[at + 1 :]}", f"angka ke-{at + 1} tertulis dua kali"
