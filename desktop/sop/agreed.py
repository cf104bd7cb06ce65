"""What a closed month amounts to: the corrected bill, and the rows of its Berita Acara."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.sop.reconciling import finding_rules, say_rupiah


@dataclass(frozen=True, slots=True)
class RuleSum:
    """One kind of finding: how many, their amount, how many were decided which way, and the amounts that are disputed or
    left as billed."""

    rule: str
    count: int
    amount: int
    leaked: int
    stop: int
    tambah: int
    sengketa: int
    tetap: int
    disputed: int
    kept: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """``corrected``: the bill without what was stopped and with what was added; what is disputed is not paid yet, what
    was left stays as it was billed. ``leaked``: what was paid in earlier months for whom this month struck."""

    billed: int
    expected: int
    corrected: int
    disputed: int
    kept: int
    leaked: int
    found: int


def agreed(billed: int, expected: int, sums: Iterable[RuleSum]) -> Agreed:
    """The figures both sides sign."""
    listed = tuple(sums)
    difference = sum(one.amount for one in listed)
    kept = sum(one.kept for one in listed)
    return Agreed(
        billed,
        expected,
        billed - difference + kept,
        sum(one.disputed for one in listed),
        kept,
        sum(one.leaked for one in listed),
        sum(one.count for one in listed),
    )


def paper_rows(sums: Iterable[RuleSum]) -> list[dict[str, str]]:
    """Rows of the table on the paper, in the order of the rules, and their sum."""
    listed = {one.rule: one for one in sums}
    rows = [
        {
            "temuan": rule.title,
            "banyak": _count(one.count),
            "nilai": say_rupiah(one.amount),
            "keputusan": _decided(one),
        }
        for rule, one in ((rule, listed[rule.code]) for rule in finding_rules() if rule.code in listed)
    ]
    whole = {"temuan": "Jumlah", "banyak": _count(sum(one.count for one in listed.values()))}
    return [*rows, {**whole, "nilai": say_rupiah(sum(one.amount for one in listed.values())), "keputusan": "-"}]


def _count(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _decided(one: RuleSum) -> str:
    words = (
        ("dihentikan", one.stop),
        ("ditambahkan", one.tambah),
        ("disengketakan", one.sengketa),
        ("tetap", one.tetap),
    )
    return ", ".join(f"{_count(count)} {word}" for word, count in words if count) or "dicatat"
