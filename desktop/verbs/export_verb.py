"""``export``: a list of the office as a workbook; who exported what and for what is journalled."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from desktop.sop.lists_out import LISTS_OUT, Wish
from desktop.sop.refusals import Refused
from desktop.sop.segments import segments
from desktop.verbs.desk import VerbDesk, out_file


def arguments(parser: ArgumentParser) -> None:
    """The list and where to."""
    lists = ", ".join(one.code for one in LISTS_OUT)
    parser.add_argument("list", metavar="DAFTAR", help=f"rekapitulasi, templat (formulir kosong), {lists}")
    parser.add_argument("--segment", default="", metavar="SEGMEN", help="peserta atau tagihan segmen ini: pbi_kota")
    parser.add_argument("--day", metavar="2026-11-01", help="peserta pada tanggal ini; tanpa ini hari ini")
    parser.add_argument("--period", default="", metavar="2026-11", help="bulan tagihan, usulan, kematian, atau pindah")
    layouts = f"{', '.join(LISTS_OUT[0].layouts)}; untuk templat: wbs_handover, eid_result"
    parser.add_argument("--layout", default="", metavar="KODE", help=layouts)
    parser.add_argument("--out", required=True, metavar="BERKAS.xlsx|.csv")
    parser.add_argument("--batch", type=int, metavar="NOMOR", help="hanya satu daftar kiriman")
    parser.add_argument("--purpose", default="", metavar="KEPERLUAN", help="untuk apa; ikut tercatat")
    parser.add_argument("--recipient", default="", metavar="PENERIMA", help="diserahkan kepada siapa; ikut tercatat")


def carry_out(desk: VerbDesk) -> None:
    """JSON: list, rows, file."""
    given = desk.arguments
    path = out_file(given.out)
    if given.list == "templat":
        return _template(desk, path)
    if given.list in _KINDS:
        return _exchanged(desk, path)
    count = desk.seat().export(given.list, path, batch_id=given.batch, purpose=given.purpose, recipient=given.recipient)
    desk.answer({"list": given.list, "rows": count, "file": str(path)}, f"{count} baris ditulis ke {path}.")


def _template(desk: VerbDesk, path: Path) -> None:
    from desktop.spreadsheets.registry import layouts
    from desktop.spreadsheets.templates import write_template

    code, known = desk.arguments.layout, [layout.code for layout in layouts()]
    if code not in known:
        raise Refused("unknown_layout", f"Templat '{code}' tidak ada. Sebut --layout {' atau '.join(known)}.")
    write_template(code, path)
    desk.answer({"list": "templat", "layout": code, "file": str(path)}, f"Templat kosong ditulis ke {path}.")


def _exchanged(desk: VerbDesk, path: Path) -> None:
    given, seat = desk.arguments, desk.seat()
    try:
        day = date.fromisoformat(given.day) if given.day else None
    except ValueError:
        raise Refused("bad_day", "Tanggal tidak dikenal. Tulis seperti 2026-11-01.") from None
    known = [one.code for one in segments()]
    if "segment" in _KINDS[given.list] and given.segment not in known:
        raise Refused("no_segment", f"Segmen '{given.segment}' tidak ada. Pakai: {', '.join(known)}.")
    wish = Wish(given.list, given.layout, given.segment, given.period, day)
    count = seat.register.export(wish, path, given.recipient)
    desk.answer({"list": given.list, "rows": count, "file": str(path)}, f"{count} baris ditulis ke {path}.")


_KINDS = {one.code: one.asks for one in LISTS_OUT}
"""What is no list of cases → what it asks for."""
