"""Letters rendered from their frozen facts after the commit."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.queries.letter_status import letter_status
from db.queries.letter_templates import emblems
from db.queries.letters import letter_file, unfrozen, unfrozen_of_office
from desktop.operations.freeze_letters import FreezeLetters
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.documents.facts import LetterFacts
    from desktop.documents.template import LetterTemplate
    from desktop.seat import Seat


def paper_problems(facts: str, toml: str) -> list[tuple[int, str]]:
    """What keeps a letter with these facts and this template from being printed: (row of its list or -1, sentence).

    Asked inside the issuing transaction, so the emblem is left out: it was checked when the office chose it.
    """
    from desktop.documents.errors import TemplateError
    from desktop.documents.facts import letter_facts_from_json
    from desktop.documents.letters import letter_problems
    from desktop.documents.template import parse_template
    from desktop.documents.toml_file import line_of

    plain = json.loads(facts)
    plain["letterhead"]["emblem"] = None
    plain["archive"] = bool(plain.get("paraf"))  # the archive copy shows all that the letter does, and the paraf
    try:
        template = parse_template(toml, plain["code"])
    except TemplateError as problem:
        return [(-1, problem.sentence)]
    found = letter_problems(letter_facts_from_json(json.dumps(plain)), template)
    faults = [(problem, problem.__cause__) for problem in found]
    return [
        (one.subject, why.on_line(line_of(toml, why.key)).sentence if isinstance(why, TemplateError) else one.sentence)
        for one, why in faults
    ]


def freeze(seat: "Seat", letter_ids: Sequence[int]) -> tuple[Outcome, ...]:
    """Render and store the bytes of issued letters that have none yet; gives what was done, if anything.

    :raises PaperError: when one cannot be made.
    """
    waiting = seat.read(unfrozen, letter_ids)
    files = tuple((letter_id, *render_both(seat, facts, toml)) for letter_id, facts, toml in waiting)
    return (seat.office.run(FreezeLetters(files=files), seat.staff.id),) if files else ()


def render_both(seat: "Seat", text: str, toml: str | None) -> tuple[bytes, bytes | None]:
    """(the letter, its archive copy when it went through paraf) from frozen facts and the office's own template."""
    from desktop.documents.letters import render_letter

    facts, template = _to_render(seat, text, toml)
    archive = render_letter(replace(facts, archive=True), template) if facts.paraf else None
    return render_letter(facts, template), archive


def render_draft(seat: "Seat", text: str, toml: str | None, first: int | None = None) -> bytes:
    """A draft, bearing who took it, or its ``first`` pages while the whole is not wanted yet. :raises PaperError:"""
    from desktop.documents.letters import render_letter

    return render_letter(*_to_render(seat, text, toml), first=first, taken=seat.taken())


def _to_render(seat: "Seat", text: str, toml: str | None) -> "tuple[LetterFacts, LetterTemplate | None]":
    from desktop.documents.facts import emblem_hash, letter_facts_from_json
    from desktop.documents.template import parse_template

    named = emblem_hash(text)
    facts = letter_facts_from_json(text, seat.read(emblems, [named]) if named else {})
    return facts, parse_template(toml, facts.code) if toml else None


def freeze_left_over(seat: "Seat", most: int = 20) -> None:
    """Letters of this office that a crash left without paper, a few at a time. One that cannot be made waits until
    somebody opens it: it must not keep anybody from signing in."""
    from desktop.documents.errors import PaperError

    for letter_id in seat.read(unfrozen_of_office, seat.staff.office_id, most):
        try:
            freeze(seat, [letter_id])
        except PaperError:
            continue


def letter_pdf(seat: "Seat", letter_id: int) -> tuple[str, bytes]:
    """(number, frozen bytes). A letter of this office left without bytes by a crash gets them now, the same as it
    would have had. :raises Refused: for another office's that has none yet: only that office stores them."""
    found = seat.read(letter_file, letter_id)
    if found is None:
        raise Refused("gone", "Surat ini tidak ditemukan. Muat ulang daftar surat.")
    number, pdf = found
    if pdf is None:
        status = seat.read(letter_status, letter_id)
        if status is not None and status.office_id != seat.staff.office_id:
            raise Refused("not_ready", "Surat ini sedang dibuat kantor penerbit; coba lagi sebentar.")
        freeze(seat, [letter_id])
        number, pdf = seat.read(letter_file, letter_id) or (number, None)
    if pdf is None:
        raise Refused("gone", "Surat ini belum dapat dibuat. Coba lagi, atau hubungi administrator.")
    return number, pdf
