"""``card``: the print queue, cards for who is ready, a sample, printing, void and lost copies, keys and checks."""

from argparse import ArgumentParser

from db.queries.cards import card_queue_groups, cards_of_number
from db.queries.cases import CaseRow, queue
from db.queries.letters import card_file
from db.queries.print_jobs import copies_of_sheet
from desktop.operations.spoil_card import KINDS, SpoilCard
from desktop.paths import RESOURCES
from desktop.sop.refusals import Refused
from desktop.verbs import card_checks, printing
from desktop.verbs.desk import VerbDesk, out_file

LAYOUTS = sorted(path.parent.name for path in (RESOURCES / "cards").glob("*/card.toml"))
READY = ["eid_diterima"]
UNKNOWN = "(kelurahan belum diisi)"
_LAYOUT_HELP = "eid_a4: dua E-ID per A4 · cr80: kartu satuan depan-belakang · cr80_a4: sepuluh kartu per A4"


def arguments(parser: ArgumentParser) -> None:
    """A deed and its object."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="TINDAKAN")
    deeds.add_parser("queue", help="siapa yang menunggu kartu di panti ini, per kelurahan")
    make = deeds.add_parser("issue", help="kartu semua orang yang siap cetak di panti ini")
    make.add_argument("--out", required=True, metavar="BERKAS.pdf")
    make.add_argument("--layout", choices=LAYOUTS, default="eid_a4", help=_LAYOUT_HELP)
    make.add_argument("--kelurahan", metavar="NAMA", help="hanya kelurahan ini; lihat namanya dengan card queue")
    make.add_argument("--reason", default="", help="alasan cetak ulang")
    preview = deeds.add_parser("preview", help="contoh kartu dengan data rekaan")
    preview.add_argument("layout", choices=LAYOUTS, help=_LAYOUT_HELP)
    preview.add_argument("--out", required=True, metavar="BERKAS.pdf")
    paper = deeds.add_parser("print", help="kirim sebuah lembar kartu yang tersimpan ke pencetak")
    paper.add_argument("sheet", type=int, metavar="LEMBAR", help="nomor lembar dari card issue")
    paper.add_argument("--reason", default="", metavar="ALASAN", help="wajib bila lembar ini pernah dicetak")
    printing.arguments(paper)
    history = deeds.add_parser("history", help="semua cetakan kartu sebuah nomor peserta")
    history.add_argument("number", metavar="NOMOR", help="13 angka nomor peserta")
    spoil = deeds.add_parser("spoil", help="catat kartu yang batal, hilang, atau rusak")
    spoil.add_argument("card", type=int, metavar="KARTU", help="nomor kartu dari card history")
    spoil.add_argument("kind", choices=sorted(KINDS))
    spoil.add_argument("--reason", required=True, metavar="ALASAN")
    card_checks.arguments(deeds)


def carry_out(desk: VerbDesk) -> int | None:
    """``verify`` gives status 1 when no stored sheet has exactly these bytes, or the seal's card is not valid."""
    deeds = {
        "queue": _queue,
        "issue": _issue,
        "preview": _preview,
        "print": _print,
        "history": _history,
        "spoil": _spoil,
        "key": card_checks.key,
        "verify": card_checks.verify,
    }
    return deeds[desk.arguments.deed](desk)


def _queue(desk: VerbDesk) -> int:
    seat = desk.seat()
    groups = seat.read(card_queue_groups, seat.staff.office_id, READY)
    data = [
        {"kelurahan": one.kelurahan, "people": len(one.cases), "without_photo": one.without_photo} for one in groups
    ]
    lines = (f"{len(one.cases):5}  {one.kelurahan or UNKNOWN}, {one.without_photo} tanpa foto" for one in groups)
    desk.answer({"groups": data}, "\n".join(lines) or "Tidak ada yang menunggu kartu.")
    return 0


def _issue(desk: VerbDesk) -> int:
    seat = desk.seat()
    rows = _chosen(seat.read(queue, seat.staff.office_id, READY, limit=2000), desk)
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


def _chosen(rows: tuple[CaseRow, ...], desk: VerbDesk) -> tuple[CaseRow, ...]:
    """All of them, or those of one kelurahan."""
    wanted = desk.arguments.kelurahan
    if wanted is None:
        return rows
    seat = desk.seat()
    groups = {one.kelurahan.casefold(): one.cases for one in seat.read(card_queue_groups, seat.staff.office_id, READY)}
    mine = set(groups.get("" if wanted == UNKNOWN else wanted.strip().casefold(), ()))
    return tuple(row for row in rows if row.id in mine)


def _preview(desk: VerbDesk) -> int:
    from desktop.documents.cards import render_cards
    from desktop.documents.sample import sample_cards

    path = out_file(desk.arguments.out)
    path.write_bytes(render_cards(sample_cards(), desk.arguments.layout))
    desk.answer({"layout": desk.arguments.layout, "file": str(path)}, f"Contoh kartu disimpan di {path}.")
    return 0


def _print(desk: VerbDesk) -> int:
    seat, sheet_id = desk.seat(), desk.arguments.sheet
    pdf = seat.read(card_file, sheet_id)
    if pdf is None:
        raise Refused("gone", "Lembar kartu itu tidak ditemukan. Periksa nomornya.")
    title, reason = f"Lembar kartu {sheet_id}", " ".join(desk.arguments.reason.split())
    if seat.read(copies_of_sheet, sheet_id):
        if not reason:
            raise Refused("reason_needed", f"Lembar {sheet_id} sudah pernah dicetak. Tulis alasannya dengan --reason.")
        title = f"{title}, cetak ulang: {reason}"
    result = printing.print_out(desk, seat, pdf, title, "kartu", sheet_id=sheet_id)
    desk.answer({"sheet": sheet_id, "sent": True, "job": result.job}, f"Lembar {sheet_id}: {result.sentence}")
    return 0


def _history(desk: VerbDesk) -> int:
    seat = desk.seat()
    mine = seat.staff.office_id
    rows = [one for one in seat.read(cards_of_number, desk.arguments.number) if one.panti_office_id == mine]
    names = ("id", "copy", "layout", "state", "reason", "event_reason", "sheet_id", "created_at", "printed")
    data = {"cards": [{name: getattr(row, name) for name in names} for row in rows]}
    lines = (
        f"{row.id:6}  cetakan ke-{row.copy}  {row.created_at:%d-%m-%Y}  {row.state}  lembar {row.sheet_id}  {row.reason}"
        for row in rows
    )
    desk.answer(data, "\n".join(lines) or "Belum ada kartu dengan nomor peserta itu di panti ini.")
    return 0


def _spoil(desk: VerbDesk) -> int:
    words = desk.arguments
    outcome = desk.seat().run(SpoilCard(card_id=words.card, kind=words.kind, reason=words.reason))
    desk.answer({"card": words.card, "state": words.kind}, outcome.sentence)
    return 0
