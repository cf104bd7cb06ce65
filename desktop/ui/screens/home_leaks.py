"""The meter «rupiah bocor» in words: the newest compared month of every segment, and by budget line. No Qt."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.queries.leaks import LeakRow
from desktop.operations.budget_parts import budget_parts
from desktop.sop.budget import divided, say_divided
from desktop.sop.reconciling import say_rupiah


def leak_lines(connection: Any, leaks: Sequence[LeakRow]) -> dict[str, int]:
    """Budget line → what leaks of it; empty where no tariff says it to the rupiah."""
    found: dict[str, int] = {}
    for one in leaks:
        lines = {line: amount for line, amount in one.lines.items() if line}
        whole = one.lines.get("", 0)
        parts = budget_parts(connection, one.segment, one.period, since=one.since)
        if whole and not parts:
            return {}
        for line, amount in (*lines.items(), *divided(whole, parts).items()):
            found[line] = found.get(line, 0) + amount
    return found


def line_words(lines: Mapping[str, int]) -> str:
    """What leaks of each budget line; "" where that is not known, or nothing leaks."""
    return f"Menurut mata anggaran: {say_divided(lines)}." if sum(lines.values()) else ""


def leak_words(leaks: Sequence[LeakRow]) -> tuple[str, str, str]:
    """(rupiah, line, tone) of all segments together: how many findings cost something, how many are decided."""
    if not leaks:
        return "Rp0", "belum ada bulan yang dibandingkan", "plain"
    found, decided = (sum(getattr(one, name) for one in leaks) for name in ("found", "decided"))
    total = sum(one.leaked for one in leaks)
    tone = "ok" if not total else "bad" if decided < found else "warn"
    return say_rupiah(total), f"{decided} dari {found} temuan diputus", tone
