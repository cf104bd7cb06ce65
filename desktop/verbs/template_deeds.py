"""``letter template``: an office's own wordings as folders: list, show, export, import, reset."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.letter_templates import own_templates
from db.queries.offices import OfficeRow, office_by_id, offices
from desktop.operations.import_templates import ImportTemplates
from desktop.operations.letter_facts import wording
from desktop.operations.letter_samples import codes_of, issued_codes, parties, sample_facts
from desktop.operations.save_template import SaveTemplate, template_text
from desktop.seat import Seat
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused, WrongDeclaration
from desktop.verbs.desk import VerbDesk

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    """The deed ``template`` and what may be done with it."""
    ways = deeds.add_parser("template", help="templat surat kantor").add_subparsers(
        dest="way", required=True, metavar="CARA"
    )
    ways.add_parser("list", help="surat mana memakai templat bawaan atau templat kantor")
    show = ways.add_parser("show", help="isi templat yang berlaku")
    out = ways.add_parser("export", help="tulis templat ke FOLDER/KODE/letter.toml")
    back = ways.add_parser("reset", help="kembali ke templat bawaan")
    for way in (show, out, back):
        way.add_argument("code", metavar="KODE", help="misalnya rekomendasi" + ("; atau semua" if way is out else ""))
    out.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    take = ways.add_parser("import", help="ambil semua templat di sebuah folder: semua atau tidak sama sekali")
    take.add_argument("folder", type=Path, metavar="FOLDER")
    take.add_argument("--dry-run", action="store_true", help="hanya periksa, tidak ada yang diubah")
    for way in (take, back):
        way.add_argument("--note", default="", metavar="CATATAN", help="mengapa diubah")
    for way in (show, out, take, back):
        way.add_argument("--office", default="", metavar="NAMA|NOMOR", help="kantor yang dimaksud bila ada beberapa")


def carry_out(desk: VerbDesk) -> int | None:
    """``import`` gives status 1 when a template of the folder is no good; then nothing is taken over."""
    ways = {"list": _list, "show": _show, "export": _export, "import": _import, "reset": _reset}
    return ways[desk.arguments.way](desk)


def _list(desk: VerbDesk) -> None:
    seat = desk.seat()
    rows = []
    for office in seat.read(offices):
        own = seat.read(own_templates, office.id)
        for code in codes_of(office.kind):
            kept = own.get(code)
            state = f"kantor, {kept.created_at:%Y-%m-%d} oleh {kept.staff_name}" if kept else "bawaan"
            rows.append(
                {"office": office.name, "office_id": office.id, "code": code, "own": bool(kept), "state": state}
            )
    lines = (f"{row['office_id']:4} {row['code']:24} {row['office']:44} {row['state']}" for row in rows)
    desk.answer({"templates": rows}, "\n".join(lines))


def _show(desk: VerbDesk) -> None:
    seat, code = desk.seat(), desk.arguments.code
    found = seat.read(wording, _office(seat, code, desk.arguments.office).id, code)
    desk.answer({"code": code, "own": found.id is not None, "toml": found.toml}, found.toml.rstrip("\n"))


def _export(desk: VerbDesk) -> None:
    from desktop.documents.template_folder import write_folder

    seat, given = desk.seat(), desk.arguments
    codes = issued_codes() if given.code == "semua" else (given.code,)
    if given.code == "semua" and given.office:
        codes = codes_of(_named(seat, given.office).kind)
    files = []
    for code in codes:
        office = _office(seat, code, given.office)
        files.append(str(write_folder(given.out, code, seat.read(wording, office.id, code).toml)))
    desk.answer({"files": files}, "\n".join(files))


def _import(desk: VerbDesk) -> int:
    from desktop.documents.template_folder import read_folder

    seat, given = desk.seat(), desk.arguments
    found = read_folder(given.folder)
    problems = [one.problem for one in found if one.problem]
    wanted = [(_office(seat, one.code, given.office), one) for one in found if not one.problem]
    problems += [text for office, one in wanted for text in _tried(seat, office, one)]
    data: dict[str, Any] = {"folders": [one.code for one in found], "problems": problems, "taken": 0}
    if problems:
        desk.answer(data, "\n".join((*problems, "Tidak ada templat yang diambil.")))
        return 1
    if given.dry_run:
        desk.answer(data, f"{len(found)} templat dapat diambil.")
        return 0
    templates = tuple((office.id, one.code, one.toml) for office, one in wanted)
    outcome = seat.run(ImportTemplates(templates=templates, note=given.note))
    desk.answer(data | {"taken": len(outcome.done)}, outcome.sentence)
    return 0


def _tried(seat: Seat, office: OfficeRow, one: Any) -> list[str]:
    """What the importing transaction would refuse, said with the file's name beforehand."""
    from desktop.papers import paper_problems

    if not template_text(one.code, one.toml):
        return []
    facts = seat.read(sample_facts, office, one.code, seat.now().date())
    return [f"{one.file}: {sentence}" for _, sentence in paper_problems(json.dumps(facts), one.toml)]


def _reset(desk: VerbDesk) -> None:
    seat, given = desk.seat(), desk.arguments
    office = _office(seat, given.code, given.office)
    outcome = seat.run(SaveTemplate(office_id=office.id, code=given.code, note=given.note))
    desk.answer({"code": given.code, "office": office.name}, outcome.sentence)


def _office(seat: Seat, code: str, named: str) -> OfficeRow:
    """The office meant: the named one, the clerk's own when it issues this letter, or the only one that does."""
    try:
        title, kind = letter_kind(code).title, parties(code)[0]
    except WrongDeclaration:
        known = ", ".join(code for office in seat.read(offices) for code in codes_of(office.kind))
        raise Refused("unknown_letter", f"Surat itu tidak dikenal. Pakai: {known}.") from None
    if named:
        return _named(seat, named)
    mine = seat.read(office_by_id, seat.staff.office_id)
    if mine is not None and mine.kind == kind:
        return mine
    candidates = [office for office in seat.read(offices) if office.kind == kind and office.active]
    if len(candidates) == 1:
        return candidates[0]
    listed = "; ".join(f"{office.id} {office.name}" for office in candidates) or "belum ada"
    raise Refused("which_office", f"Kantor mana untuk {title}? Sebut dengan --office: {listed}.")


def _named(seat: Seat, text: str) -> OfficeRow:
    for office in seat.read(offices):
        if text.casefold() in (str(office.id), office.name.casefold(), office.unit.casefold()):
            return office
    raise Refused("no_office", "Kantor itu tidak ditemukan. Sebut nama lengkap, singkatan, atau nomornya.")
