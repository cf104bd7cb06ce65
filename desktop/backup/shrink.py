"""The alarm: an office never has fewer letters, cards or journal lines than it had yesterday."""

from collections.abc import Mapping

KEPT_FOR_EVER = (
    "journal",
    "application",
    "step_run",
    "batch",
    "batch_member",
    "letter",
    "letter_subject",
    "letter_issue",
    "letter_void",
    "card",
    "card_event",
    "card_sheet",
    "membership",
    "paper",
    "mail",
    "dispatch",
)
"""Tables from which nothing is ever taken (their guards refuse it); they may only grow."""
MOST_PEOPLE_LOST = 0.01
WORDS = {
    "journal": "jurnal",
    "application": "permohonan",
    "step_run": "langkah",
    "batch": "daftar",
    "batch_member": "isi daftar",
    "letter": "surat",
    "letter_subject": "orang dalam surat",
    "letter_issue": "penerbitan surat",
    "letter_void": "pembatalan surat",
    "card": "kartu",
    "card_event": "kejadian kartu",
    "card_sheet": "lembar kartu",
    "membership": "kepesertaan",
    "paper": "berkas",
    "mail": "agenda surat",
    "dispatch": "ekspedisi",
    "person": "orang",
}


def shrunk(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, ...]:
    """In words, what became less than in the last good copy ("surat 120 → 80"); empty when all is well."""
    found = [name for name in KEPT_FOR_EVER if now.get(name, 0) < before.get(name, 0)]
    people = before.get("person", 0)
    if people - now.get("person", 0) > people * MOST_PEOPLE_LOST:
        found.append("person")
    return tuple(f"{WORDS[name]} {_number(before[name])} → {_number(now.get(name, 0))}" for name in found)


def without(counts: Mapping[str, int], taken: Mapping[str, int]) -> dict[str, int]:
    """What an older copy leads one to expect, when ``taken`` (table → rows) went for a known reason since."""
    return {name: count - taken.get(name, 0) for name, count in counts.items()}


def most(counts: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """The larger count of each table: what both the register of copies and the folder remember."""
    return {name: max(counts.get(name, 0), others.get(name, 0)) for name in counts.keys() | others.keys()}


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
