"""``export``: a list of the office as a workbook; who exported what and for what is journalled."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from desktop.sop.refusals import Refused
from desktop.sop.segments import segment, segments
from desktop.verbs.desk import VerbDesk, out_file


def arguments(parser: ArgumentParser) -> None:
    """The list and where to."""
    parser.add_argument("list", metavar="DAFTAR", help="rekapitulasi, peserta, atau templat (formulir kosong)")
    parser.add_argument("--segment", default="", metavar="SEGMEN", help="peserta segmen ini, misalnya pbi_kota")
    parser.add_argument("--day", metavar="2026-11-01", help="peserta pada tanggal ini; tanpa ini hari ini")
    layouts = "pbi_apbd, pbi_bnba, bpjs_rekon, edabu_mutasi; untuk templat: wbs_handover, eid_result"
    parser.add_argument("--layout", default="pbi_apbd", metavar="KODE", help=layouts)
    parser.add_argument("--out", required=True, metavar="BERKAS.xlsx")
    parser.add_argument("--batch", type=int, metavar="NOMOR", help="hanya satu daftar kiriman")
    parser.add_argument("--purpose", default="", metavar="KEPERLUAN", help="untuk apa; ikut tercatat")
    parser.add_argument("--recipient", default="", metavar="PENERIMA", help="diserahkan kepada siapa; ikut tercatat")


def carry_out(desk: VerbDesk) -> None:
    """JSON: list, rows, file."""
    given = desk.arguments
    path = out_file(given.out)
    if given.list in _KINDS:
        _KINDS[given.list](desk, path)
        return
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


def _members(desk: VerbDesk, path: Path) -> None:
    given, seat = desk.arguments, desk.seat()
    try:
        day = date.fromisoformat(given.day) if given.day else seat.now().date()
        segment(given.segment)
    except ValueError:
        raise Refused("bad_day", "Tanggal tidak dikenal. Tulis seperti 2026-11-01.") from None
    except KeyError:
        known = ", ".join(one.code for one in segments())
        raise Refused("no_segment", f"Segmen '{given.segment}' tidak ada. Pakai: {known}.") from None
    count = seat.register.export_members(path, given.segment, day, given.layout, given.recipient)
    desk.answer({"list": given.list, "rows": count, "file": str(path)}, f"{count} peserta ditulis ke {path}.")


_KINDS = {"peserta": _members, "templat": _template}
"""What is no list of cases."""
