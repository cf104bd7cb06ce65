"""``verify``: recompute every chain of the journal."""

from argparse import ArgumentParser

from desktop.operations import journal
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def carry_out(desk: VerbDesk) -> int:
    """Status 1 when a chain is broken; the first line of each broken chain is named."""
    proof = desk.office().read(journal.verify)
    data = {
        "lines": proof.lines,
        "chains": proof.chains,
        "broken": [{"chain": found.chain, "line": found.seq, "sentence": found.sentence} for found in proof.breaks],
    }
    if proof.breaks:
        desk.answer(data, "\n".join(f"RUSAK {found.chain}: {found.sentence}" for found in proof.breaks))
        return 1
    desk.answer(data, f"Jurnal utuh: {proof.lines} baris dalam {proof.chains} rantai.")
    return 0
