"""What counts as a finding of a reconciliation, read from ``resources/sop/reconciliation.toml``; and months."""

import re
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.dates import MONTHS
from desktop.sop.refusals import Refused, WrongDeclaration
from desktop.sop.typed import typed

Price = Literal["baris", "selisih", "kurang", "tidak"]
Decision = Literal["stop", "tambah", "sengketa", "tetap"]
DECISIONS: dict[str, str] = {
    "stop": "dihentikan",
    "tambah": "ditambahkan",
    "sengketa": "disengketakan",
    "tetap": "tetap",
}
LAST_ENTRY = 20
"""Until this day of a month a stop counts from the next one."""


class FindingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of finding: what is said of it, how it is priced, what is proposed, and who asks for it. ``ends``: why the
    membership ends when this is stopped and applied; "" when only the line of the bill stops."""

    code: str
    title: str
    sentence: str
    price: Price
    decision: Decision
    source: str
    ends: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[FindingRule, ...]


@cache
def finding_rules() -> tuple[FindingRule, ...]:
    """All kinds of findings, in the order in which they give a line its price. :raises WrongDeclaration:"""
    name = "sop/reconciliation.toml"
    try:
        read = msgspec.toml.decode((RESOURCES / name).read_bytes(), type=typed(_File))
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise WrongDeclaration(name, "", f"{error}. Perbaiki berkas itu.") from error
    return read.rule


def month_of(period: str) -> date:
    """The first day of "2026-10". :raises Refused:"""
    if re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", period) is None:
        raise Refused("bad_period", f"Bulan {period[:20]} tidak dikenal. Tulis seperti 2026-10.")
    return date(int(period[:4]), int(period[5:]), 1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def stop_day(period: str, today: date) -> date:
    """From which day BPJS no longer counts who is taken off today: the first of next month for what reaches it by the 20th,
    else of the month after (FACTS, e-Dabu); never inside the month that is closed."""
    month = next_month(today.replace(day=1))
    return max(month if today.day <= LAST_ENTRY else next_month(month), next_month(month_of(period)))


def say_month(month: date) -> str:
    """`Oktober 2026`."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def say_rupiah(amount: int) -> str:
    """`Rp37.800`, `-Rp2.800`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def nik_note(nik: str | None, birth: str | None, sex: str | None) -> str:
    """What a NIK says against the row it stands in: "" nothing, "bentuk" not a NIK that can be, "lahir", "jk".

    ``birth`` is ISO text. Called for every row of a list of a million: no date is made of anything.
    """
    if nik is None or len(nik) != 16:
        return "bentuk"
    day = int(nik[6:8])
    woman = day > 40
    day = day - 40 if woman else day
    if not (0 < day < 32 and "01" <= nik[8:10] <= "12"):
        return "bentuk"
    if birth is not None and (day != int(birth[8:10]) or nik[8:10] != birth[5:7] or nik[10:12] != birth[2:4]):
        return "lahir"
    if sex is not None and woman is not (sex == "P"):
        return "jk"
    return ""
