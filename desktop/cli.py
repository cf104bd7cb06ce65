"""The verbs of ``main.py``: a stable contract for the offices' scripts (DESIGN §12).

Exit status: 0 done · 1 refused (the sentence is on stderr) · 2 wrong usage · 3 the world · 4 our bug.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from desktop.console import alert, open_console
from desktop.verbs.desk import VerbDesk
from desktop.version import VERSION

VERBS = {
    "tour": "memutar seluruh prosedur wbs di kantor latihan dan menyimpan hasilnya",
    "init": "membuat kantor baru atau kantor latihan",
    "staff": "daftar, tambah, nonaktifkan, atur ulang petugas",
    "role": "matriks hak akses",
    "import": "membaca berkas serah terima atau hasil E-ID",
    "export": "menulis daftar ke Excel",
    "reconcile": "mencocokkan peserta, tagihan BPJS, dan kependudukan satu bulan; Berita Acara",
    "audit": "paket audit satu bulan yang sudah ditutup: siapa dibayar dan mengapa; memeriksa keutuhannya",
    "letter": "daftar, simpan, pratinjau, periksa surat",
    "card": "buat dan periksa kartu",
    "backup": "cadangan tersegel: buat, daftar, periksa, kunci baru",
    "restore": "memulihkan cadangan ke tempat kosong",
    "move": "memindahkan kantor tunggal ke basis data bersama",
    "trail": "riwayat pemrosesan data satu orang, untuk pemilik data",
    "verify": "memeriksa jurnal, segel, dan berkas surat",
    "encrypt": "mengenkripsi kantor tunggal dari versi lama",
    "recover": "kata sandi baru bagi administrator dengan kunci pemulihan",
    "self-test": "memeriksa program yang terpasang",
}


ABOUT = (
    "Padan tanpa layar, untuk skrip kantor. Status akhir: 0 selesai, 1 ditolak (kalimatnya di stderr), 2 salah pakai, "
    "3 keadaan di luar Padan, 4 kesalahan Padan sendiri."
)


def common() -> argparse.ArgumentParser:
    """What every verb takes, before or behind its name."""
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--database", metavar="URL", default="", help="basis data; tanpa ini: kantor di komputer ini")
    options.add_argument("--practice", action="store_true", help="kantor latihan")
    options.add_argument("--as", dest="user", metavar="PENGGUNA", help="siapa yang mengerjakan")
    options.add_argument("--json", action="store_true", help="satu objek JSON di stdout")
    options.add_argument("--version", action="version", version=f"Padan {VERSION}", help="versi program ini")
    return options


def parser() -> argparse.ArgumentParser:
    """The parser with every verb; a verb's own arguments are declared in its file."""
    top = argparse.ArgumentParser(prog="main.py", description=ABOUT, parents=[common()], allow_abbrev=False)
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, line in VERBS.items():
        _module(verb).arguments(verbs.add_parser(verb, help=line, description=line))  # type: ignore[attr-defined]
    return top


def _module(verb: str) -> object:
    return import_module(f"desktop.verbs.{verb.replace('-', '_')}_verb")


def main(words: Sequence[str]) -> int:
    """Open the office, or carry out one verb; gives the exit status."""
    if words:
        open_console()
    try:
        arguments, rest = common().parse_known_args(words)
        if not rest:
            return guarded(lambda: _open(arguments), lambda: None)
        parser().parse_args(rest, namespace=arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    desk = VerbDesk(arguments)
    carry_out: Callable[[VerbDesk], int | None] = _module(arguments.verb).carry_out  # type: ignore[attr-defined]
    return guarded(lambda: carry_out(desk) or 0, desk.close)


def _open(arguments: argparse.Namespace) -> int:
    from desktop.startup import open_window

    return open_window(arguments.database, practice=arguments.practice, user=arguments.user or "")


def guarded(work: Callable[[], int], close: Callable[[], None]) -> int:
    """Run work and translate every trouble into its exit status; personal data reaches no output of a bug."""
    try:
        return work()
    except KeyboardInterrupt:
        return _tell(1, "Dihentikan. Yang sudah selesai tetap tersimpan.")
    except Exception as error:
        return _tell(*_status(error))
    finally:
        close()


def _status(error: Exception) -> tuple[int, str]:
    from desktop import log
    from desktop.documents.errors import TemplateError, Unprintable
    from desktop.sop.refusals import Refused, WrongDeclaration
    from desktop.spreadsheets.errors import CannotWrite, UnreadableFile
    from desktop.world import WorldTrouble

    sentence = str(getattr(error, "sentence", ""))
    remedy = str(getattr(error, "remedy", ""))
    words = f"{sentence} {remedy}".strip() if remedy and remedy not in sentence else sentence
    if isinstance(error, (WrongDeclaration, TemplateError)):
        return 1, str(error)
    if isinstance(error, (Refused, Unprintable)):
        return 1, words
    if isinstance(error, UnreadableFile):
        return (3 if error.retry else 1), words
    if isinstance(error, (WorldTrouble, CannotWrite)):
        return 3, words
    if isinstance(error, OSError):
        return 3, f"Berkas atau disk tidak dapat dipakai ({error.strerror}). Periksa, lalu coba lagi."
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    log.bug(error)
    line = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    return 4, f"Ada kesalahan pada program: {type(error).__name__} di {line}. Laporkan baris ini."


def _tell(status: int, sentence: str) -> int:
    if not alert(sentence):
        print(sentence, file=sys.stderr, flush=True)
    return status
