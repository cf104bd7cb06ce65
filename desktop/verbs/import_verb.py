"""``import``: a hand-over list or BPJS's E-ID results; a trial run first, the sender's file back with colours."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from db.queries.offices import offices
from desktop.operations.command import new_request
from desktop.operations.outcome import Outcome
from desktop.operations.record_eid import RecordEid
from desktop.seat import Seat
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file


def arguments(parser: ArgumentParser) -> None:
    """The file, and what to do with it."""
    parser.add_argument("file", type=Path, metavar="BERKAS")
    parser.add_argument(
        "--layout", metavar="KODE", help="wbs_handover atau eid_result; tanpa ini dikenali dari judul kolom"
    )
    parser.add_argument("--dry-run", action="store_true", help="hanya periksa, tidak ada yang ditulis")
    parser.add_argument("--return", dest="return_file", metavar="BERKAS.xlsx", help="berkas balasan berwarna")
    parser.add_argument("--panti", metavar="NAMA|NOMOR", help="panti tujuan")


def carry_out(desk: VerbDesk) -> None:
    """JSON: layout, mapping, rows, accepted, rejected, duplicates, problems."""
    from desktop.spreadsheets.registry import layouts

    given = desk.arguments
    known = [layout.code for layout in layouts()]
    if given.layout and given.layout not in known:
        raise Refused("unknown_layout", f"Tata letak '{given.layout}' tidak dikenal. Pakai: {', '.join(known)}.")
    seat = desk.seat()
    desk.progress(f"Membaca {given.file.name} …")
    reading = seat.read_spreadsheet(given.file, given.layout)
    accepted, duplicates, sentence = reading.accepted, reading.duplicates, reading.sentence
    if not given.dry_run:
        outcome = _bring_in(seat, given.file, reading, given.panti)
        accepted = outcome.data.get("accepted", len(outcome.done))
        duplicates = outcome.data.get("duplicates", duplicates)
        sentence = outcome.sentence
    if given.return_file:
        seat.write_return(given.file, reading, out_file(given.return_file), entered=not given.dry_run)
        desk.progress(f"Berkas balasan: {given.return_file}")
    data = {
        "layout": reading.layout,
        "mapping": dict(reading.mapping),
        "rows": reading.total,
        "accepted": accepted,
        "rejected": reading.rejected,
        "duplicates": duplicates,
        "problems": [_problem(problem) for problem in reading.problems],
    }
    desk.answer(data, "\n".join((sentence, *(f"{p.place}: {p.sentence} {p.remedy}" for p in reading.problems))))


def _bring_in(seat: Seat, path: Path, reading: Any, panti: str | None) -> Outcome:
    if reading.layout == "eid_result":
        match = seat.match_eids(reading)
        if not match.eids:
            raise Refused("nobody", "Tidak ada NIK di berkas ini yang menunggu E-ID di kantor Anda. Periksa berkasnya.")
        return seat.run(RecordEid(eids=match.eids))
    return seat.import_handover(path, reading, _panti(seat, panti), new_request())


def _panti(seat: Seat, text: str | None) -> int | None:
    if not text:
        return None
    for office in seat.read(offices):
        if office.kind == "panti" and text.casefold() in (
            str(office.id),
            office.name.casefold(),
            office.unit.casefold(),
        ):
            return office.id
    raise Refused("no_panti", "Panti tujuan tidak ditemukan. Sebut nama lengkap, singkatan, atau nomornya.")


def _problem(problem: Any) -> dict[str, object]:
    names = ("sheet", "row", "column", "value", "code", "severity", "sentence", "remedy")
    return {name: getattr(problem, name) for name in names}
