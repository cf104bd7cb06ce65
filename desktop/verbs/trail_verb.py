"""``trail``: the trail of one person's data, for the person who asked for it (UU 27/2022), or of one letter. The NIK is
never an argument."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date

from db.queries.letters import letters_of_office
from desktop.data_trail import about, data_trail, export_trail, letter_lines, person_with_nik, trail_pdf
from desktop.operations.trail_parts import GROUPS
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file

FORMS = {".pdf": "PDF", ".xlsx": "Excel", ".csv": "CSV"}


def arguments(parser: ArgumentParser) -> None:
    """Who is meant comes from stdin: an argument would be seen by everybody on the computer."""
    parser.add_argument("--nik-from-stdin", action="store_true", help="baca NIK dari masukan baku")
    parser.add_argument("--why", required=True, metavar="DASAR", help="siapa meminta dan dasarnya; ikut tercatat")
    parser.add_argument("--month", type=_month, metavar="TTTT-BB", help="hanya satu bulan")
    parser.add_argument(
        "--letter", default="", metavar="NOMOR_SURAT", help="hanya surat ini; tanpa NIK: surat itu sendiri"
    )
    parser.add_argument("--only", default="semua", choices=tuple(GROUPS), help="jenis kegiatan")
    parser.add_argument("--out", metavar="BERKAS", help="berkas .pdf, .xlsx, atau .csv; tanpa ini: ke layar")


def carry_out(desk: VerbDesk) -> None:
    """JSON: lines with at, who, place, what, detail; file."""
    given = desk.arguments
    if not given.nik_from_stdin:
        _letter(desk)
        return
    path = out_file(given.out) if given.out else None
    if path is not None and path.suffix.lower() not in FORMS:
        raise Refused("unknown_form", "Berkas itu harus berakhir .pdf, .xlsx, atau .csv. Perbaiki --out.")
    seat = desk.seat()
    person = person_with_nik(seat, sys.stdin.readline())
    form = FORMS[path.suffix.lower()] if path else "layar"
    trail = data_trail(
        seat, person, why=given.why, form=form, month=given.month, group=given.only, letter=given.letter.strip()
    )
    data = {"lines": [asdict(line) for line in trail.lines], "cut": trail.cut, "file": str(path) if path else None}
    if path is None:
        lines = (f"{line.at}  {line.who} ({line.place}): {line.what}. {line.detail}".strip() for line in trail.lines)
        desk.answer(data, "\n".join((*about(trail), *lines)))
        return
    if form == "PDF":
        path.write_bytes(trail_pdf(seat, trail)[0])
    else:
        export_trail(seat, trail, path)
    desk.answer(data, f"{len(trail.lines)} baris riwayat ditulis ke {path}.")


def _letter(desk: VerbDesk) -> None:
    """What was done with one letter of this office, on the screen. JSON: lines with at, who, what, detail."""
    given, seat = desk.arguments, desk.seat()
    number = given.letter.strip()
    if not number or given.out or given.month or given.only != "semua":
        sentence = "Sebut --nik-from-stdin untuk riwayat satu orang, atau --letter NOMOR_SURAT saja untuk satu surat."
        raise Refused("who_or_which", sentence)
    mine = (row.id for row in seat.read(letters_of_office, seat.staff.office_id) if row.number == number)
    letter_id = min(mine, default=None)  # before the lists that go with it
    if letter_id is None:
        raise Refused(
            "no_such_letter", f"Surat Nomor {number} tidak ada di buku kantor Anda. Lihat: main.py letter list."
        )
    lines = [asdict(line) for line in letter_lines(seat, letter_id, given.why)]
    said = (f"{line['at']}  {line['who']}: {line['what']}. {line['detail']}".strip() for line in lines)
    desk.answer({"lines": lines, "cut": False, "file": None}, "\n".join(said))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"bulan '{text}' belum benar, tulis seperti 2026-11") from None
