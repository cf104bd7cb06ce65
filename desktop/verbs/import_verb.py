"""``import``: any list that Padan knows, of people, members, changes, bills, residents, deaths; a trial first, bad lines
back."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.queries.offices import offices
from desktop.civil_exchange import LAYOUTS as EVENTS
from desktop.operations.command import new_request
from desktop.operations.import_source import ImportFile
from desktop.operations.list_trial import Answers, Trial, kinds_of
from desktop.operations.outcome import Outcome
from desktop.operations.record_eid import RecordEid
from desktop.register_desk import IMPORTED, sha256_of
from desktop.seat import Seat
from desktop.sop.mutations import MEANINGS
from desktop.sop.refusals import Refused, RowRefusal
from desktop.verbs.desk import VerbDesk, out_file


def arguments(parser: ArgumentParser) -> None:
    """The file, and what to do with it."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, metavar="BERKAS", nargs="?")
    what.add_argument("--undo", type=int, metavar="NOMOR", help="batalkan satu impor; sebut juga --reason")
    parser.add_argument("--layout", metavar="KODE", help="tata letak; tanpa ini dikenali dari judul kolom")
    parser.add_argument("--dry-run", action="store_true", help="hanya periksa, tidak ada yang ditulis")
    parser.add_argument("--return", dest="return_file", metavar="BERKAS.xlsx", help="berkas balasan berwarna")
    parser.add_argument("--panti", metavar="NAMA|NOMOR", help="panti tujuan daftar hasil penjangkauan")
    parser.add_argument("--period", default="", metavar="2026-10", help="bulan daftar peserta atau tagihan")
    parser.add_argument("--segment", default="", metavar="SEGMEN", help="segmen daftar itu, misalnya pbi_kota")
    parser.add_argument("--full", action="store_true", help="daftarnya lengkap: yang tidak disebut lagi berakhir")
    parser.add_argument("--ending", type=int, metavar="BANYAK", help="berapa kepesertaan yang boleh berakhir karenanya")
    parser.add_argument(
        "--fewer", action="store_true", help="daftar atau tagihan BPJS ini utuh walau jauh lebih pendek dari dulu"
    )
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="urutan tanggal bila berkasnya tidak memberi tahu")
    parser.add_argument(
        "--map", action="append", default=[], metavar="JUDUL=ISIAN", help="padanan kolom yang belum dikenal; diingat"
    )
    parser.add_argument(
        "--mutation", action="append", default=[], metavar="KODE=ARTI", help="arti jenis mutasi e-Dabu: mulai, berakhir"
    )
    parser.add_argument("--reason", default="", metavar="ALASAN")


def carry_out(desk: VerbDesk) -> None:
    """JSON: layout, mapping, rows, accepted, rejected, duplicates, problems."""
    given = desk.arguments
    seat = desk.seat()
    if given.undo is not None:
        outcome = seat.register.take_back(given.undo, given.reason)
        desk.answer(dict(outcome.data), outcome.sentence)
        return
    known = [*_forms(), *IMPORTED, *EVENTS]
    if given.layout and given.layout not in known:
        raise Refused("unknown_layout", f"Tata letak '{given.layout}' tidak dikenal. Pakai: {', '.join(known)}.")
    _explain(seat, given.mutation)
    desk.progress(f"Membaca {given.file.name} …")
    if given.layout in _forms() or not _list(desk, seat):
        _form(desk, seat)


def _explain(seat: Seat, pairs: list[str]) -> None:
    """Kinds of change that this office explains; known from then on, also to the screen."""
    said = dict(pair.partition("=")[::2] for pair in pairs)
    wrong = [meaning for meaning in said.values() if meaning not in MEANINGS]
    if wrong:
        raise Refused("no_meaning", f"Arti jenis mutasi hanya {' atau '.join(MEANINGS)}. Tulis seperti 5=berakhir.")
    if said:
        seat.register.explain_mutations(said)


def _forms() -> list[str]:
    from desktop.spreadsheets.registry import layouts

    return [layout.code for layout in layouts()]


def _list(desk: VerbDesk, seat: Seat) -> bool:
    """A large list; False when the file is one of the forms. :raises Refused: with the question that has no answer yet."""
    from desktop.spreadsheets.list_proposals import OtherList
    from desktop.spreadsheets.lists import NeedsAnswer, NeedsMapping

    given = desk.arguments
    mapping = dict(text.split("=", 1) for text in given.map if "=" in text) or None
    answers = Answers(given.layout, mapping, given.date_order, given.period, given.segment, given.full)
    try:
        with desk.counting("Menguji") as tell:
            trial = seat.register.try_out(given.file, answers, tell)
    except OtherList as other:
        return other.layout in EVENTS and _events(desk, seat, answers)
    except NeedsAnswer as needs:
        raise _order_asked(needs) from None
    except NeedsMapping as needs:
        proposal = ", ".join(f"{theirs}={ours}" for theirs, ours in needs.mapping.items())
        kinds = "" if given.layout else f" dan jenis daftarnya dengan --layout {', '.join(kinds_of(seat.staff.roles))}"
        raise Refused("needs_mapping", f"{needs.sentence} Usul: {proposal}. Sebut dengan --map{kinds}.") from None
    if not given.dry_run:
        _remember(seat, trial.signature, trial.layout, mapping)
        with desk.counting("Memasukkan") as tell:
            said = {"seen": False, "ending": given.ending, "fewer": given.fewer}
            trial = replace(trial, outcome=seat.register.bring_in(trial, tell, **said))
    if given.return_file and trial.returnable:
        seat.register.write_return(trial, out_file(given.return_file), entered=not given.dry_run)
        desk.progress(f"Berkas balasan: {given.return_file}")
    _tell_list(desk, trial)
    return True


def _order_asked(needs: Any) -> Refused:
    return Refused("date_order", f"{needs.sentence} Jawab dengan --date-order dmy atau mdy.")


def _remember(seat: Seat, signature: str, layout: str, mapping: Mapping[str, str] | None) -> None:
    """What --map said is known from then on, as what is confirmed on the screen."""
    if mapping:
        seat.register.remember(signature, layout, mapping)


def _tell_list(desk: VerbDesk, trial: Trial) -> None:
    outcome = trial.outcome
    data = {
        "layout": trial.layout,
        "mapping": dict(trial.mapping),
        "rows": trial.total,
        "accepted": outcome.data["accepted"],
        "rejected": trial.rejected,
        "duplicates": outcome.data["duplicates"],
        "problems": [_problem(problem) for problem in trial.problems],
        "problem_counts": dict(trial.problem_counts),
        "run": None if desk.arguments.dry_run else outcome.data["run"],
        "taken": outcome.data.get("taken", {}),
        "replaces": outcome.data.get("replaces"),
        "fewer": outcome.data.get("fewer"),
    }
    desk.answer(data, "\n".join((outcome.sentence, *(f"{p.place}: {p.sentence} {p.remedy}" for p in trial.problems))))


def _events(desk: VerbDesk, seat: Seat, answers: Answers) -> bool:
    """Deaths or moves of SIAK: recorded, and a running PBI member's is reported at once. :raises Refused: as ``_list``."""
    from desktop.spreadsheets.lists import NeedsAnswer

    given = desk.arguments
    try:
        found = seat.read_events(given.file, answers)
    except NeedsAnswer as needs:
        raise _order_asked(needs) from None
    sentence = f"{found.total} baris dibaca, {len(found.events)} dapat dicatat."
    refused: tuple[RowRefusal, ...] = ()
    run = None
    if not given.dry_run:
        _remember(seat, found.signature, found.layout, answers.mapping)
        try:
            outcome = seat.run(found.command)
        except Refused as error:
            if error.rows or not found.events:
                _events_back(desk, seat, answers, error.rows, entered=False)
            raise
        sentence, refused, run = outcome.sentence, outcome.refused, outcome.data.get("run")
    if len(found.events) - len(refused) < found.total:
        _events_back(desk, seat, answers, refused, entered=not given.dry_run)
    data = {
        "layout": found.layout,
        "mapping": dict(found.mapping),
        "rows": found.total,
        "accepted": len(found.events) - len(refused),
        "rejected": found.total - len(found.events) + len(refused),
        "duplicates": 0,
        "problems": [_problem(problem) for problem in found.problems],
        "refused": [{"row": one.row_id, "code": one.code, "sentence": one.sentence} for one in refused],
        "run": run,
    }
    lines = [f"{p.place}: {p.sentence} {p.remedy}" for p in found.problems]
    lines += [f"baris {one.row_id}: {one.sentence}" for one in refused]
    desk.answer(data, "\n".join((sentence, *lines)))
    return True


def _events_back(desk: VerbDesk, seat: Seat, answers: Answers, refused: Sequence[RowRefusal], *, entered: bool) -> None:
    given = desk.arguments
    if given.return_file:
        out = out_file(given.return_file)
        seat.write_event_return(given.file, answers, out, refused=refused, entered=entered)
        desk.progress(f"Berkas balasan: {given.return_file}")


def _form(desk: VerbDesk, seat: Seat) -> None:
    given = desk.arguments
    reading = seat.read_spreadsheet(given.file, given.layout)
    accepted, duplicates, sentence, run = reading.accepted, reading.duplicates, reading.sentence, None
    if not given.dry_run:
        outcome = _bring_in(seat, given.file, reading, given.panti)
        accepted = outcome.data.get("accepted", len(outcome.done))
        duplicates = outcome.data.get("duplicates", duplicates)
        sentence, run = outcome.sentence, outcome.data.get("run")
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
        "run": run,
    }
    desk.answer(data, "\n".join((sentence, *(f"{p.place}: {p.sentence} {p.remedy}" for p in reading.problems))))


def _bring_in(seat: Seat, path: Path, reading: Any, panti: str | None) -> Outcome:
    if reading.layout == "eid_result":
        match = seat.match_eids(reading)
        if not match.eids:
            raise Refused("nobody", "Tidak ada NIK di berkas ini yang menunggu E-ID di kantor Anda. Periksa berkasnya.")
        file = ImportFile(reading.layout, path.name, sha256_of(path), reading.total)
        return seat.run(RecordEid(eids=match.eids, file=file))
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
