"""The letters of a move before it is made: the same facts as at issue, without number, marked as a draft (K7, L16)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from db.queries.cases import cases_by_id
from db.queries.offices import office_by_id
from desktop.operations.issue import Wish
from desktop.operations.letter_facts import Occasion, letter_facts, wording
from desktop.operations.signers import pick_signer
from desktop.operations.targets import by_target
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """``facts`` as JSON (``desktop.documents.facts``), ``toml`` the template in force, ``cases`` and their ``people`` in
    their order. ``stands_for``: a digest of what is agreed with the letter and does not stand in it."""

    title: str
    facts: str
    toml: str
    cases: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    stands_for: str = ""


def preview_letters(
    connection: Connection,
    *,
    office_id: int,
    procedure: Procedure,
    action: str,
    cases: Sequence[int],
    today: date,
    wish: Wish,
    panti_office_id: int | None = None,
) -> tuple[DraftLetter, ...]:
    """One draft for each letter the action would issue for these people; reads only. ``panti_office_id``: the panti
    that was chosen on the screen but not stored with the people yet.

    :raises Refused: when nobody is chosen, an office or a signer is missing.
    """
    declared = procedure.action(action)
    rows = cases_by_id(connection, tuple(cases))
    sender = office_by_id(connection, office_id)
    if not rows or sender is None:
        raise Refused("nothing", "Belum ada orang yang dipilih. Pilih dulu dengan Spasi.")
    panti = office_by_id(connection, panti_office_id) if panti_office_id is not None else None
    if panti is not None:
        rows = tuple(replace(row, panti_office_id=panti.id, panti_name=panti.name) for row in rows)
    _id, signer = pick_signer(connection, sender, wish.signer_id, today)
    found = []
    for target_id, part in by_target(connection, office_id, procedure, declared, rows):
        target = office_by_id(connection, target_id)
        assert target is not None  # noqa: S101 (by_target gave it)
        for code in declared.letters:
            chosen = wording(connection, office_id, code)
            occasion = Occasion(
                kind=chosen.kind,
                sender=sender,
                target=target,
                signer=signer,
                rows=part,
                today=today,
                note=wish.note,
                counterpart_number=wish.counterpart_number,
            )
            facts = letter_facts(connection, occasion) | {"draft": True}
            said = json.dumps(facts, ensure_ascii=False)
            cases_of, people = (tuple(ids) for ids in zip(*((row.id, row.person_id) for row in part), strict=True))
            found.append(DraftLetter(chosen.kind.title, said, chosen.toml, cases_of, people))
    return tuple(found)
