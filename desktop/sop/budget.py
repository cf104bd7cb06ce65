"""A sum of rupiah by the budget lines that pay it, in the proportion of the tariff: exact to the rupiah, or not told at all."""

from collections.abc import Iterable, Mapping
from datetime import date

from desktop.sop.rates import DEFAULT_CLASS, Rate
from desktop.sop.reconciling import say_rupiah

Parts = Mapping[str, int]
"""Budget line → what it pays for one member, the one that pays most first; empty where one line pays all, or where nobody
can say which pays what."""


def parts_of(rates: Iterable[Rate], segment: str, month: date, since: date | None = None) -> Parts:
    """How a contribution of this month is divided. Empty when the classes, or the months from ``since`` on, are divided
    differently: then a sum over them has no one proportion."""
    lines = tuple(one for one in rates if one.segment == segment)
    begin = min(since or month, month)
    days = {month, *(one.valid_from for one in lines if begin < one.valid_from <= month)}
    days |= {begin} if any(one.valid_from <= begin for one in lines) else set()
    told = [parts for day in sorted(days) for parts in _classes(lines, day).values()]
    usual = _classes(lines, month).get(DEFAULT_CLASS, {})
    steady = all(_alike(one, usual) for one in told)
    in_order = dict(sorted(usual.items(), key=lambda one: (-one[1], one[0])))
    return in_order if len(usual) > 1 and steady else {}


def _classes(lines: Iterable[Rate], day: date) -> dict[int, dict[str, int]]:
    """Class → budget line → rupiah in force."""
    found: dict[int, dict[str, int]] = {}
    for one in sorted(lines, key=lambda line: line.valid_from):
        if one.valid_from <= day:
            found.setdefault(one.ward_class, {})[one.budget_line] = one.amount
    return {ward_class: {line: amount for line, amount in one.items() if amount} for ward_class, one in found.items()}


def _alike(one: Parts, other: Parts) -> bool:
    whole, others = sum(one.values()), sum(other.values())
    return all(one.get(line, 0) * others == other.get(line, 0) * whole for line in {*one, *other})


def divided(amount: int, parts: Parts) -> dict[str, int]:
    """The amount by budget line; what does not divide evenly falls to the line that pays most. Of two sums the difference
    is divided alike, so the lines of a bill add up to its sum."""
    if not parts:
        return {}
    whole, most = sum(parts.values()), max(parts, key=lambda line: parts[line])
    found = {line: amount * part // whole for line, part in parts.items() if line != most}
    return {line: amount - sum(found.values()) if line == most else found[line] for line in parts}


def say_divided(amounts: Mapping[str, int]) -> str:
    """«iuran Rp35.000 dan bantuan Rp2.800»; "" for none."""
    said = [f"{line} {say_rupiah(amount)}" for line, amount in amounts.items()]
    return " dan ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
