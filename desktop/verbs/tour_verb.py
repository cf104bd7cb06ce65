"""``tour``: the whole procedure through the real screens, with invented people."""

import os
from argparse import ArgumentParser
from pathlib import Path

from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """Where the results go."""
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--offscreen", action="store_true", help="tanpa layar, juga di komputer yang punya layar")


def carry_out(desk: VerbDesk) -> None:
    """JSON: steps (number, actor, status, standard and real seconds), people, letters, cards, workbooks, screens."""
    if desk.arguments.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.tour import tour

    report = tour(desk.arguments.out, desk.progress)
    words = f"{report['people']} orang, {len(report['letters'])} surat, {len(report['cards'])} berkas kartu, "
    words += f"{len(report['workbooks'])} buku kerja, {len(report['screens'])} gambar layar di {desk.arguments.out}."
    desk.answer(report, words)
