"""``restore``: an office out of a sealed copy, into an empty place, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path

from desktop.verbs.backup_verb import opener, progress
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """The copy and the empty place; the passphrase comes from ``PADAN_BACKUP_PASSPHRASE`` or a prompt."""
    parser.add_argument("file", metavar="BERKAS", help="cadangan (.padan)")
    parser.add_argument("--into", metavar="URL", required=True, help="basis data kosong, atau sqlite:///berkas-baru.db")
    parser.add_argument("--key", metavar="BERKAS", help="berkas kunci cadangan")


def carry_out(desk: VerbDesk) -> int:
    """Ends with SELESAI and the counts, or with GAGAL and what was left behind."""
    from desktop.backup_opening import counted, restore

    path = Path(desk.arguments.file)
    opened = restore(path, opener(path, desk.arguments.key), desk.arguments.into, progress(desk))
    header = opened.header
    broken = [{"chain": one.chain, "line": one.seq, "sentence": one.sentence} for one in opened.breaks]
    data = {"counts": header.counts, "made_at": header.made_at, "upgraded": opened.upgraded, "broken": broken}
    extra = " Cadangan ini dari versi lama dan sudah disesuaikan." if opened.upgraded else ""
    warn = f" Jurnalnya sudah rusak saat dicadangkan, di {len(broken)} rantai: jalankan verify." if broken else ""
    desk.answer(data, f"SELESAI. Pulih seperti {header.made_at}: {counted(header.counts)}.{extra}{warn}")
    return 1 if broken else 0
