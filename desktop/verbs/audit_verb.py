"""``audit``: the replay pack of a closed month as one folder, and whether such a folder was touched."""

from argparse import ArgumentParser
from pathlib import Path

from db.queries.reconciliations import month_of_segment
from desktop.audit_seal import check_folder
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """Which month and where to, or which folder to look at."""
    parser.add_argument("--period", default="", metavar="2026-10", help="bulan yang sudah ditutup")
    parser.add_argument("--segment", default="", metavar="SEGMEN", help="misalnya pbi_kota")
    parser.add_argument("--budget-line", default="", metavar="ANGGARAN", help="bulan satu mata anggaran")
    parser.add_argument("--to", metavar="FOLDER", help="tulis paketnya sebagai folder baru di dalam folder ini")
    parser.add_argument("--recipient", default="", metavar="PENERIMA", help="diserahkan kepada siapa; ikut tercatat")
    parser.add_argument("--check", metavar="FOLDER", help="periksa apakah sebuah paket masih utuh; tanpa kantor")
    parser.add_argument("--hash", default="", metavar="SIDIK_JARI", help="sidik jari paket menurut jurnal atau kertas")


def carry_out(desk: VerbDesk) -> int:
    """JSON: folder, files, lines, paid, fingerprint, content; or intact, troubles. Status 1 for a pack that was touched."""
    given = desk.arguments
    if given.check:
        return _check(desk)
    if not (given.period and given.segment and given.to):
        sentence = (
            "Sebut --period, --segment, dan --to FOLDER untuk membuat paket, atau --check FOLDER untuk memeriksanya."
        )
        raise Refused("what", sentence)
    seat = desk.seat()
    month = seat.read(month_of_segment, seat.staff.office_id, given.period, given.segment, given.budget_line)
    if month is None:
        what = f"Rekonsiliasi {given.period} segmen {given.segment} tidak ada di kantor Anda."
        raise Refused("no_month", f"{what} Periksa bulan dan segmennya.")
    desk.progress("Menulis paket audit …")
    pack = seat.register.write_audit(month, Path(given.to), given.recipient)
    data = {
        "folder": str(pack.folder),
        "files": pack.files,
        "lines": pack.lines,
        "paid": pack.paid,
        "fingerprint": pack.fingerprint,
        "content": pack.content,
    }
    desk.answer(data, f"{pack.lines} baris tagihan ditulis ke {pack.folder}. Sidik jari paket: {pack.fingerprint}")
    return 0


def _check(desk: VerbDesk) -> int:
    given = desk.arguments
    found = check_folder(Path(given.check), given.hash)
    data = {
        "intact": not found.troubles,
        "files": found.files,
        "fingerprint": found.fingerprint,
        "content": found.content,
        "troubles": list(found.troubles),
    }
    whole = f"Paket utuh: {found.files} berkas, sidik jari {found.fingerprint}."
    touched = "Paket ini sudah berubah. " + " ".join(found.troubles[:20])
    desk.answer(data, touched if found.troubles else whole)
    return 1 if found.troubles else 0
