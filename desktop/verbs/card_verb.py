"""``card``: issue cards for everybody ready at this panti, a sample, printing and the check of a sheet."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path

from db.queries.cases import queue
from db.queries.letters import card_file, sheet_by_hash
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file
from desktop.verbs.printing import send_to_printer


def arguments(parser: ArgumentParser) -> None:
    """A deed and its object."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="TINDAKAN")
    make = deeds.add_parser("issue", help="kartu semua orang yang siap cetak di panti ini")
    make.add_argument("--out", required=True, metavar="BERKAS.pdf")
    make.add_argument("--layout", choices=["eid_a4", "cr80"], default="eid_a4")
    make.add_argument("--reason", default="", help="alasan cetak ulang")
    preview = deeds.add_parser("preview", help="contoh kartu dengan data rekaan")
    preview.add_argument("layout", choices=["eid_a4", "cr80"])
    preview.add_argument("--out", required=True, metavar="BERKAS.pdf")
    paper = deeds.add_parser("print", help="kirim sebuah lembar kartu yang tersimpan ke pencetak")
    paper.add_argument("sheet", type=int, metavar="LEMBAR", help="nomor lembar dari card issue")
    paper.add_argument("--printer", default="", metavar="PENCETAK")
    check = deeds.add_parser("verify", help="periksa sebuah lembar kartu")
    check.add_argument("file", type=Path, metavar="BERKAS")


def carry_out(desk: VerbDesk) -> int | None:
    """``verify`` gives status 1 when no stored sheet has exactly these bytes."""
    deeds = {"issue": _issue, "preview": _preview, "print": _print, "verify": _verify}
    return deeds[desk.arguments.deed](desk)


def _issue(desk: VerbDesk) -> int:
    seat = desk.seat()
    rows = seat.read(queue, seat.staff.office_id, ["eid_diterima"], limit=2000)
    if not rows:
        raise Refused("nothing", "Tidak ada kartu yang siap cetak di panti ini. Tunggu E-ID dari Dinas Kesehatan.")
    seen = tuple((row.id, row.version) for row in rows)
    path = out_file(desk.arguments.out)
    # The place is tried before the cards are counted as made: a locked target refuses here, not afterwards.
    with path.open("ab") as file:
        outcome, pdf = seat.make_cards(seen, desk.arguments.layout, desk.arguments.reason)
        file.truncate(0)
        file.write(pdf)
    blocked = [{"name": row.label, "sentence": row.sentence} for row in outcome.refused]
    data = {"cards": len(outcome.done), "blocked": blocked, "file": str(path), "sheet": outcome.data["sheet"]}
    desk.answer(data, f"{outcome.sentence} Berkas: {path}")
    return 0


def _preview(desk: VerbDesk) -> int:
    from desktop.documents.cards import render_cards
    from desktop.documents.sample import sample_cards

    path = out_file(desk.arguments.out)
    path.write_bytes(render_cards(sample_cards(), desk.arguments.layout))
    desk.answer({"layout": desk.arguments.layout, "file": str(path)}, f"Contoh kartu disimpan di {path}.")
    return 0


def _print(desk: VerbDesk) -> int:
    pdf = desk.seat().read(card_file, desk.arguments.sheet)
    if pdf is None:
        raise Refused("gone", "Lembar kartu itu tidak ditemukan. Periksa nomornya.")
    send_to_printer(pdf, desk.arguments.printer)
    desk.answer({"sheet": desk.arguments.sheet, "sent": True}, f"Lembar {desk.arguments.sheet} dikirim ke pencetak.")
    return 0


def _verify(desk: VerbDesk) -> int:
    sha256 = hashlib.sha256(desk.arguments.file.read_bytes()).hexdigest()
    sheet = desk.office().read(sheet_by_hash, sha256)
    words = "Asli: lembar ini dibuat kantor ini." if sheet else "Bukan lembar kartu kantor ini, atau isinya diubah."
    desk.answer({"valid": sheet is not None, "sha256": sha256}, words)
    return 0 if sheet else 1
