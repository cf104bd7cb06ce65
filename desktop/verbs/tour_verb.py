"""``tour``: the whole procedure through the real screens, with invented people."""

from argparse import ArgumentParser
from pathlib import Path

from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """Where the results go."""
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER")


def carry_out(desk: VerbDesk) -> None:
    """JSON: steps (number, actor, status, standard and real seconds), people, letters, cards, workbooks, screens."""
    from desktop.tour import tour

    report = tour(desk.arguments.out, desk.progress)
    words = f"{report['people']} orang, {len(report['letters'])} surat, {len(report['cards'])} berkas kartu, "
    words += f"{len(report['workbooks'])} buku kerja, {len(report['screens'])} gambar layar di {desk.arguments.out}."
    desk.answer(report, words)
