"""``letter``: the register; issue, save, print one letter; a sample of a template; the check of a file."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace

from db.queries.cases import queue
from db.queries.letters import letters_of_office
from desktop.operations.move import Move
from desktop.seat import Seat
from desktop.sop.letters import letter_kind, void_name
from desktop.sop.procedure import Action, procedures, with_action
from desktop.sop.refusals import Refused
from desktop.verbs import letter_books, letter_gallery, letter_signing, printing, template_deeds
from desktop.verbs.desk import VerbDesk, out_file


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
    issue.add_argument("--signer", type=int, metavar="ID", help="penanda tangan dari letter signers")
    issue.add_argument(
        "--draft", type=int, metavar="ID", help="terbitkan konsep yang lengkap parafnya, seperti diparaf"
    )
    paper = deeds.add_parser("print", help="kirim sebuah surat ke pencetak")
    paper.add_argument("number", type=int, metavar="NOMOR", help="nomor urut dari letter list")
    printing.arguments(paper)
    letter_signing.arguments(deeds)
    letter_books.arguments(deeds)
    template_deeds.arguments(deeds)
    letter_gallery.arguments(deeds)


def carry_out(desk: VerbDesk) -> int | None:
    """``verify`` gives status 1 when what was shown does not count as a letter."""
    deeds: dict[str, Callable[[VerbDesk], int | None]] = {"list": _list, "issue": _issue, "save": _save}
    deeds |= {"print": _print, "preview": _preview, "verify": letter_signing.verify}
    deeds |= {"unsigned": letter_signing.unsigned, "signed": letter_signing.signed, "sign": letter_signing.sign}
    deeds |= {"scanned": letter_signing.scanned}
    deeds |= {"signers": letter_signing.signers, "void": letter_books.void}
    deeds |= {"register": letter_books.register, "book": letter_books.book}
    deeds |= {"template": template_deeds.carry_out, "gallery": letter_gallery.gallery}
    return deeds[desk.arguments.deed](desk)


def _list(desk: VerbDesk) -> None:
    seat = desk.seat()
    rows = seat.read(letters_of_office, seat.staff.office_id)
    names = ("id", "code", "number", "issued_on", "office_name", "to_office", "people", "sha256", "voided")
    data = {"letters": [{name: getattr(row, name) for name in names} for row in rows]}
    lines = (
        f"{row.id:5} {row.issued_on} {row.number:34} {letter_kind(row.code).title}{'  BATAL' if row.voided else ''}"
        for row in rows
    )
    desk.answer(data, "\n".join(lines) or "Belum ada surat.")


def _issue(desk: VerbDesk) -> None:
    """The same move as the desk's main button, for everybody of this office who waits for it."""
    seat = desk.seat()
    actions = {action.name: action for one in procedures() for _, action in one.actions() if action.letters}
    action = actions.get(desk.arguments.action)
    if action is None:
        raise Refused("unknown_action", f"Tindakan itu tidak menerbitkan surat. Pakai: {', '.join(actions)}.")
    outcome = seat.run(_move(desk, seat, action))
    left = [{"name": row.label, "sentence": row.sentence} for row in outcome.refused]
    data = {"people": len(outcome.done), "refused": left, "letters": list(outcome.data["letters"])}
    desk.answer(data, outcome.sentence)


def _move(desk: VerbDesk, seat: Seat, action: Action) -> Move:
    """A draft brings its own people, note and signer. :raises Refused:"""
    wish, move = desk.arguments, Move(procedure=with_action(action.name).code, action=action.name, cases=())
    if wish.draft is not None:
        if wish.signer is not None or wish.note:
            raise Refused("draft_as_is", "Konsep terbit seperti diparaf. Hilangkan --signer dan --note.")
        return replace(move, draft_id=wish.draft)
    rows = seat.read(queue, seat.staff.office_id, action.sources, limit=2000)
    if not rows:
        raise Refused("nothing", "Tidak ada orang yang menunggu tindakan ini di kantor Anda.")
    cases = tuple((row.id, row.version) for row in rows)
    return replace(move, cases=cases, note=wish.note, signer_id=wish.signer)


def _print(desk: VerbDesk) -> None:
    seat, letter_id = desk.seat(), desk.arguments.number
    number, pdf = seat.paper.letter(letter_id)
    letter_books.tell_void(desk, seat, letter_id)
    result = printing.print_out(desk, seat, pdf, f"Surat {number}", "surat", letter_id=letter_id)
    desk.answer({"number": number, "sent": True, "job": result.job}, f"Surat {number}: {result.sentence}")


def _save(desk: VerbDesk) -> None:
    seat, letter_id = desk.seat(), desk.arguments.number
    number, pdf = seat.paper.letter(letter_id)
    path = out_file(desk.arguments.out)
    if letter_books.tell_void(desk, seat, letter_id):
        path = path.with_name(void_name(path.name))
    seat.paper.kept_copy(letter_id, path.name)
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
