"""``trail``: the trail of one person's data, for the person who asked for it (UU 27/2022). The NIK is never an argument."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date

from desktop.data_trail import about, data_trail, export_trail, person_with_nik, trail_pdf
from desktop.operations.trail_parts import GROUPS
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file

FORMS = {".pdf": "PDF", ".xlsx": "Excel", ".csv": "CSV"}


def arguments(parser: ArgumentParser) -> None:
    """Who is meant comes from stdin: an argument would be seen by everybody on the computer."""
    parser.add_argument("--nik-from-stdin", action="store_true", required=True, help="baca NIK dari masukan baku")
    parser.add_argument("--why", required=True, metavar="DASAR", help="siapa meminta dan dasarnya; ikut tercatat")
    parser.add_argument("--month", type=_month, metavar="TTTT-BB", help="hanya satu bulan")
    parser.add_argument("--letter", default="", metavar="NOMOR_SURAT", help="hanya yang dilakukan dengan surat ini")
    parser.add_argument("--only", default="semua", choices=tuple(GROUPS), help="jenis kegiatan")
    parser.add_argument("--out", metavar="BERKAS", help="berkas .pdf, .xlsx, atau .csv; tanpa ini: ke layar")


def carry_out(desk: VerbDesk) -> None:
    """JSON: lines with at, who, place, what, detail; file."""
    given = desk.arguments
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


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"bulan '{text}' belum benar, tulis seperti 2026-11") from None
