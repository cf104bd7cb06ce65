"""Paper at the desk: letters rendered from their frozen facts after the commit, cards rendered before they are recorded."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.queries.cases import CaseRow, cases_by_id
from db.queries.letter_templates import emblems
from db.queries.letters import letter_file, unfrozen, unfrozen_of_office
from db.queries.offices import office_by_id
from db.queries.person import photo
from desktop.operations.freeze_letters import FreezeLetters
from desktop.operations.make_cards import MakeCards
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import Refused, RowRefusal

if TYPE_CHECKING:
    from desktop.documents.facts import CardFacts
    from desktop.office import Seat


def paper_problems(facts: str, toml: str) -> list[tuple[int, str]]:
    """What keeps a letter with these facts and this template from being printed: (row of its list or -1, sentence).

    Asked inside the issuing transaction, so the emblem is left out: it was checked when the office chose it.
    """
    from desktop.documents.errors import TemplateError
    from desktop.documents.facts import letter_facts_from_json
    from desktop.documents.letters import letter_problems
    from desktop.documents.template import parse_template

    plain = json.loads(facts)
    plain["letterhead"]["emblem"] = None
    try:
        template = parse_template(toml, plain["code"])
    except TemplateError as problem:
        return [(-1, problem.sentence)]
    found = letter_problems(letter_facts_from_json(json.dumps(plain)), template)
    return [(problem.subject, problem.sentence) for problem in found]


def freeze(seat: "Seat", letter_ids: Sequence[int]) -> None:
    """Render and store the bytes of issued letters that have none yet. :raises PaperError: when one cannot be made."""
    waiting = seat.read(unfrozen, letter_ids)
    files = tuple((letter_id, *render_both(seat, facts, toml)) for letter_id, facts, toml in waiting)
    if files:
        seat.office.run(FreezeLetters(files=files), seat.staff.id)


def render_both(seat: "Seat", text: str, toml: str | None) -> tuple[bytes, bytes | None]:
    """(the letter, its archive copy when it went through paraf) from frozen facts and the office's own template."""
    from desktop.documents.facts import emblem_hash, letter_facts_from_json
    from desktop.documents.letters import render_letter
    from desktop.documents.template import parse_template

    named = emblem_hash(text)
    facts = letter_facts_from_json(text, seat.read(emblems, [named]) if named else {})
    template = parse_template(toml, facts.code) if toml else None
    archive = render_letter(replace(facts, archive=True), template) if facts.paraf else None
    return render_letter(facts, template), archive


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
    """(number, frozen bytes). A letter left without bytes by a crash gets them now, the same as it would have had."""
    found = seat.read(letter_file, letter_id)
    if found is None:
        raise Refused("gone", "Surat ini tidak ditemukan. Muat ulang daftar surat.")
    number, pdf = found
    if pdf is None:
        freeze(seat, [letter_id])
        number, pdf = seat.read(letter_file, letter_id) or (number, None)
    if pdf is None:
        raise Refused("gone", "Surat ini belum dapat dibuat. Coba lagi, atau hubungi administrator.")
    return number, pdf


def make_cards(seat: "Seat", cases: Sequence[tuple[int, int]], layout: str, reason: str) -> tuple[Outcome, bytes]:
    """Cards for everybody who can be printed; the others stay behind with a sentence and the rest goes on (L22)."""
    from desktop.documents.cards import blocked_cards, render_cards

    order = [case_id for case_id, _ in cases]
    versions = dict(cases)
    rows = sorted(seat.read(cases_by_id, order), key=lambda row: order.index(row.id))
    facts = [_card(seat, row) for row in rows]
    blocked = {problem.subject: problem.sentence for problem in blocked_cards(facts, layout)}
    refused = tuple(RowRefusal(rows[at].id, rows[at].label, "unprintable", text) for at, text in blocked.items())
    good = [at for at in range(len(rows)) if at not in blocked]
    if not good:
        sentence = refused[0].sentence if refused else "Belum ada orang yang dipilih. Pilih dulu dengan Spasi."
        raise Refused("unprintable", sentence, refused)
    pdf = render_cards([facts[at] for at in good], layout)
    seen = tuple((rows[at].id, versions[rows[at].id]) for at in good)
    outcome = seat.office.run(MakeCards(cases=seen, layout=layout, pdf=pdf, reason=reason), seat.staff.id)
    left = f"{outcome.sentence[:-1]}, {len(refused)} belum: lihat alasan." if refused else outcome.sentence
    return Outcome(left, outcome.done, refused, outcome.topics, outcome.data), pdf


def preview_card(seat: "Seat", application_id: int, layout: str) -> bytes:
    """The PDF of one card as it stands. :raises Refused: with the sentence why it cannot be printed."""
    from desktop.documents.cards import render_cards
    from desktop.documents.errors import PaperError

    rows = seat.read(cases_by_id, [application_id])
    if not rows:
        raise Refused("gone", "Kasus ini tidak ditemukan. Muat ulang daftar Anda.")
    try:
        return render_cards([_card(seat, rows[0])], layout)
    except PaperError as problem:
        raise Refused("unprintable", problem.sentence) from None


def _card(seat: "Seat", row: CaseRow) -> "CardFacts":
    from desktop.documents.facts import CardFacts

    panti = seat.read(office_by_id, row.panti_office_id) if row.panti_office_id else None
    return CardFacts(
        participant_number=row.participant_number or "",
        name=row.name or row.alias,
        nik=row.nik or "",
        birth_place=row.birth_place,
        birth_date=row.birth_date,
        birth_estimated=row.birth_estimated,
        sex=row.sex or "",
        address=row.address or (panti.address if panti else ""),
        facility=row.facility,
        office=panti.name if panti else seat.staff.office_name,
        photo=seat.read(photo, row.person_id),
        copy=row.cards_made + 1,
    )
