"""A folder of wordings taken over at once: all of them, or none (C1)."""

from dataclasses import dataclass

from desktop.operations.command import Command, operation
from desktop.operations.outcome import Outcome
from desktop.operations.save_template import keep_template, locked_office
from desktop.operations.work import Work
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused, RowRefusal, WrongDeclaration


@dataclass(frozen=True, kw_only=True)
class ImportTemplates(Command):
    """(office id, code of the letter, text of its ``letter.toml``) of every folder that is taken over."""

    templates: tuple[tuple[int, str, str], ...]
    note: str = ""


@operation(ImportTemplates)
def import_templates(work: Work, command: ImportTemplates) -> Outcome:
    """What says the same as the wording in force is left as it is; one bad wording refuses them all."""
    work.need_role("admin")
    if not command.templates:
        raise Refused("nothing", "Tidak ada templat di folder itu. Pilih folder yang memuat folder surat.")
    done: list[int] = []
    wrong: list[RowRefusal] = []
    # In the order of the offices, so that two imports at one moment never wait for each other.
    for at, (office_id, code, toml) in sorted(enumerate(command.templates), key=lambda one: one[1][0]):
        office = locked_office(work, office_id)
        try:
            kept = keep_template(work, office, code, toml, command.note)
            done += [kept] if kept is not None else []
        except Refused as refusal:
            wrong.append(RowRefusal(at, f"{office.name}: {_title(code)}", refusal.code, refusal.sentence))
    if wrong:
        raise Refused("bad_template", f"{wrong[0].sentence} Tidak ada templat yang diambil.", wrong)
    work.changed("letter_template")
    same = len(command.templates) - len(done)
    left = f" {same} sama dengan yang berlaku." if same else ""
    return Outcome(f"{len(done)} templat diambil.{left}", done=tuple(done))


def _title(code: str) -> str:
    try:
        return letter_kind(code).title
    except WrongDeclaration:
        return code
