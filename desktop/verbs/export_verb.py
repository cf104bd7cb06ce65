"""``export``: a list of the office as a workbook; who exported what and for what is journalled."""

from argparse import ArgumentParser

from desktop.verbs.desk import VerbDesk, out_file


def arguments(parser: ArgumentParser) -> None:
    """The list and where to."""
    parser.add_argument("list", metavar="DAFTAR", help="rekapitulasi")
    parser.add_argument("--out", required=True, metavar="BERKAS.xlsx")
    parser.add_argument("--batch", type=int, metavar="NOMOR", help="hanya satu daftar kiriman")
    parser.add_argument("--purpose", default="", metavar="KEPERLUAN", help="untuk apa; ikut tercatat")
    parser.add_argument("--recipient", default="", metavar="PENERIMA", help="diserahkan kepada siapa; ikut tercatat")


def carry_out(desk: VerbDesk) -> None:
    """JSON: list, rows, file."""
    given = desk.arguments
    path = out_file(given.out)
    count = desk.seat().export(given.list, path, batch_id=given.batch, purpose=given.purpose, recipient=given.recipient)
    desk.answer({"list": given.list, "rows": count, "file": str(path)}, f"{count} baris ditulis ke {path}.")
