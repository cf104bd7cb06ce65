"""How a letter number is written: a pattern of tokens that an office may choose, checked before it is used (C2)."""

from desktop.sop.refusals import Refused

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NUMBERING = "{kode}/{agenda}/{unit}/{bulan_romawi}/{tahun}"
TOKENS = ("kode", "agenda", "unit", "bulan", "bulan_romawi", "tahun")
LONGEST = 60
MOST_DIGITS = 6
# What stands between the tokens of real numbers; anything else could be a hole on the paper.
_BETWEEN = frozenset(" ./-_()[],:&+") | frozenset("0123456789")
_WIDEST_CODE = "400.12.2.4.9"


def parse_pattern(pattern: str) -> tuple[tuple[str, str], ...]:
    """The pattern as (text, token) pairs; a last text without a token has the token "".

    :raises Refused: naming the place, for braces that do not close, an unknown token or a sign that is not allowed.
    """
    parts: list[tuple[str, str]] = []
    text, at = "", 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "{":
            token, end = _token(pattern, at)
            parts.append((text, token))
            text, at = "", end
            continue
        if sign == "}":
            raise Refused(
                "pattern_braces", f"Kurung }} di huruf ke-{at + 1} tidak ada pembukanya. Hapus, atau tulis {{."
            )
        if sign not in _BETWEEN and not (sign.isascii() and sign.isalpha()):
            raise Refused(
                "pattern_sign",
                f"Tanda di huruf ke-{at + 1} tidak boleh ada di nomor surat. Pakai huruf, angka, / . atau -.",
            )
        text += sign
        at += 1
    return (*parts, (text, "")) if text else tuple(parts)


def _token(pattern: str, begin: int) -> tuple[str, int]:
    end, again = pattern.find("}", begin), pattern.find("{", begin + 1)
    if end < 0 or 0 <= again < end:
        raise Refused("pattern_braces", f"Kurung {{ di huruf ke-{begin + 1} belum ditutup. Tutup dengan }}.")
    token = pattern[begin + 1 : end]
    if token not in TOKENS:
        known = " ".join(f"{{{name}}}" for name in TOKENS)
        shown = token if token.isprintable() and len(token) <= 20 else "…"
        raise Refused("pattern_token", f"{{{shown}}} di huruf ke-{begin + 1} tidak dikenal. Pakai: {known}.")
    return token, end + 1


def check_pattern(pattern: str, *, digits: int = 3, unit: str = "", for_all: bool = False) -> None:
    """Before an office's pattern is kept. ``for_all``: letters of several codes will use it.

    :raises Refused: also for a pattern whose numbers would repeat, or are longer than a letter and its register hold.
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise Refused("pattern_digits", f"Lebar nomor agenda harus 1 sampai {MOST_DIGITS} angka. Ubah lebarnya.")
    used = {token for _, token in parse_pattern(pattern)}
    if "agenda" not in used:
        raise Refused("pattern_agenda", "Pola belum memuat {agenda}. Tambahkan, supaya tiap surat nomornya berbeda.")
    if "tahun" not in used:
        raise Refused(
            "pattern_year", "Pola belum memuat {tahun}. Tambahkan, karena nomor agenda mulai lagi tiap tahun."
        )
    if for_all and "kode" not in used:
        raise Refused(
            "pattern_code",
            "Pola untuk semua surat belum memuat {kode}. Tambahkan, karena tiap kode punya urutan sendiri.",
        )
    longest = format_number(pattern, digits=max(digits, 5), code=_WIDEST_CODE, agenda=1, unit=unit, month=8, year=2026)
    if len(longest) > LONGEST:
        raise Refused(
            "pattern_long",
            f"Nomor dengan pola ini bisa {len(longest)} huruf, paling banyak {LONGEST}. Pendekkan polanya.",
        )


def format_number(pattern: str, *, digits: int, code: str, agenda: int, unit: str, month: int, year: int) -> str:
    """A letter number, e.g. ``400.9.4.1/017/PSBI/XI/2026``; ``digits`` is how wide the agenda number is written.

    :raises Refused: for a pattern that cannot be read.
    """
    values = {
        "kode": code,
        "agenda": f"{agenda:0{digits}d}",
        "unit": unit,
        "bulan": f"{month:02d}",
        "bulan_romawi": ROMAN[month - 1],
        "tahun": str(year),
        "": "",
    }
    return "".join(text + values[token] for text, token in parse_pattern(pattern))
