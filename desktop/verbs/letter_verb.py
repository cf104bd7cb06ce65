"""``letter``: the register; issue, save, print one letter; a sample of a template; the check of a file."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path

from db.queries.cases import queue
from db.queries.letters import letter_by_hash, letters_of_office
from desktop.operations.move import Move
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file
from desktop.verbs.printing import send_to_printer


def arguments(parser: ArgumentParser) -> None:
    """A deed and its object."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="TINDAKAN")
    deeds.add_parser("list", help="buku surat kantor ini")
    save = deeds.add_parser("save", help="simpan PDF sebuah surat")
    save.add_argument("number", type=int, metavar="NOMOR", help="nomor urut dari letter list")
    save.add_argument("--out", required=True, metavar="BERKAS.pdf")
    preview = deeds.add_parser("preview", help="contoh sebuah templat dengan data rekaan")
    preview.add_argument("code", metavar="KODE")
    preview.add_argument("--out", required=True, metavar="BERKAS.pdf")
    issue = deeds.add_parser("issue", help="jalankan tindakan yang menerbitkan surat, untuk semua yang menunggu")
    issue.add_argument("action", metavar="TINDAKAN", help="misalnya rekomendasikan; lihat: main.py role")
    issue.add_argument("--note", default="", metavar="CATATAN", help="keterangan di dalam surat")
    paper = deeds.add_parser("print", help="kirim sebuah surat ke pencetak")
    paper.add_argument("number", type=int, metavar="NOMOR", help="nomor urut dari letter list")
    paper.add_argument("--printer", default="", metavar="PENCETAK")
    check = deeds.add_parser("verify", help="periksa sebuah PDF terhadap buku surat")
    check.add_argument("file", type=Path, metavar="BERKAS")


def carry_out(desk: VerbDesk) -> int | None:
    """``verify`` gives status 1 when no issued letter has exactly these bytes."""
    deeds = {"list": _list, "issue": _issue, "save": _save, "print": _print, "preview": _preview, "verify": _verify}
    return deeds[desk.arguments.deed](desk)


def _list(desk: VerbDesk) -> None:
    seat = desk.seat()
    rows = seat.read(letters_of_office, seat.staff.office_id)
    names = ("id", "code", "number", "issued_on", "office_name", "to_office", "people", "sha256")
    data = {"letters": [{name: getattr(row, name) for name in names} for row in rows]}
    lines = (f"{row.id:5} {row.issued_on} {row.number:34} {letter_kind(row.code).title}" for row in rows)
    desk.answer(data, "\n".join(lines) or "Belum ada surat.")


def _issue(desk: VerbDesk) -> None:
    """The same move as the desk's main button, for everybody of this office who waits for it."""
    seat = desk.seat()
    actions = {action.name: action for _, action in seat.procedure.actions() if action.letters}
    action = actions.get(desk.arguments.action)
    if action is None:
        raise Refused("unknown_action", f"Tindakan itu tidak menerbitkan surat. Pakai: {', '.join(actions)}.")
    rows = seat.read(queue, seat.staff.office_id, action.sources, limit=2000)
    if not rows:
        raise Refused("nothing", "Tidak ada orang yang menunggu tindakan ini di kantor Anda.")
    cases = tuple((row.id, row.version) for row in rows)
    outcome = seat.run(Move(procedure=seat.procedure.code, action=action.name, cases=cases, note=desk.arguments.note))
    left = [{"name": row.label, "sentence": row.sentence} for row in outcome.refused]
    data = {"people": len(outcome.done), "refused": left, "letters": list(outcome.data["letters"])}
    desk.answer(data, outcome.sentence)


def _print(desk: VerbDesk) -> None:
    number, pdf = desk.seat().letter_pdf(desk.arguments.number)
    send_to_printer(pdf, desk.arguments.printer)
    desk.answer({"number": number, "sent": True}, f"Surat {number} dikirim ke pencetak.")


def _save(desk: VerbDesk) -> None:
    number, pdf = desk.seat().letter_pdf(desk.arguments.number)
    path = out_file(desk.arguments.out)
    path.write_bytes(pdf)
    desk.answer({"number": number, "file": str(path)}, f"Surat {number} disimpan di {path}.")


def _preview(desk: VerbDesk) -> None:
    from desktop.documents.letters import render_letter
    from desktop.documents.sample import sample_letter
    from desktop.documents.template import letter_codes

    code = desk.arguments.code
    if code not in letter_codes():
        raise Refused("unknown_letter", f"Surat '{code}' tidak ada. Pakai: {', '.join(letter_codes())}.")
    path = out_file(desk.arguments.out)
    path.write_bytes(render_letter(sample_letter(code)))
    desk.answer({"code": code, "file": str(path)}, f"Contoh surat disimpan di {path}.")


def _verify(desk: VerbDesk) -> int:
    sha256 = hashlib.sha256(desk.arguments.file.read_bytes()).hexdigest()
    row = desk.office().read(letter_by_hash, sha256)
    if row is None:
        desk.answer({"valid": False, "sha256": sha256}, "Bukan surat yang diterbitkan kantor ini, atau isinya diubah.")
        return 1
    data = {"valid": True, "sha256": sha256, "number": row.number, "code": row.code, "issued_on": row.issued_on}
    desk.answer(data, f"Asli: {row.number}, {row.issued_on}. Tanpa TTE (verifikasi internal).")
    return 0
