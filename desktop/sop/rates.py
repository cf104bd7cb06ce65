"""What a member costs a month: the rates an office begins with, and the sum of any month."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.reconciling import next_month
from desktop.sop.refusals import WrongDeclaration
from desktop.sop.typed import typed

DEFAULT_CLASS = 3


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the table: from ``valid_from`` on ``budget_line`` pays ``amount`` for a member of this class."""

    segment: str
    ward_class: int
    budget_line: str
    amount: int
    valid_from: date
    legal_basis: str
    note: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rate: tuple[Rate, ...]


@cache
def first_rates() -> tuple[Rate, ...]:
    """The rates a new office begins with (``resources/sop/rates.toml``). :raises WrongDeclaration:"""
    name = "sop/rates.toml"
    try:
        return msgspec.toml.decode((RESOURCES / name).read_bytes(), type=typed(_File)).rate
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise WrongDeclaration(name, "", f"{error}. Perbaiki berkas itu.") from error


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates of one segment, and of one budget line unless ``budget_line`` is ""."""

    lines: tuple[Rate, ...]

    @classmethod
    def of(cls, rates: Iterable[Rate], segment: str, budget_line: str = "") -> "Tariff":
        """Only what concerns a segment and a budget line."""
        return cls(
            tuple(
                one for one in rates if one.segment == segment and (not budget_line or one.budget_line == budget_line)
            )
        )

    @property
    def begins(self) -> date | None:
        """The first month the scheme costs anything; ``None`` without rates."""
        return min((one.valid_from for one in self.lines), default=None)

    def month(self, month: date) -> Mapping[int, int]:
        """Class → rupiah of a month: of every budget line its newest rate that is in force."""
        newest: dict[tuple[int, str], Rate] = {}
        for one in sorted(self.lines, key=lambda line: line.valid_from):
            if one.valid_from <= month:
                newest[one.ward_class, one.budget_line] = one
        sums: dict[int, int] = {}
        for (ward_class, _line), one in newest.items():
            sums[ward_class] = sums.get(ward_class, 0) + one.amount
        return sums

    def paid_since(self, last: date, without: Collection[date] = ()) -> list[tuple[date, int]]:
        """(first day, rupiah): what was paid up to the month ``last`` for somebody of class III who should have left in
        that month or later, the latest month first. Paid wrongly are the months after the one of that day. ``without``:
        months of which it is known otherwise what was paid."""
        if self.begins is None or self.begins > last:
            return []
        months = [self.begins.replace(day=1)]
        while months[-1] < last:
            months.append(next_month(months[-1]))
        sums = [0 if month in without else self.month(month).get(DEFAULT_CLASS, 0) for month in months]
        spans = [(date.min.replace(year=1900), sum(sums))]
        spans += [(month, sum(sums[at + 1 :])) for at, month in enumerate(months)]
        return spans[::-1]
