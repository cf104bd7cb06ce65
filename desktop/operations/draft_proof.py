"""What a draft's letters say: nobody should initial what could never be printed, and nothing else may be issued."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from db.queries.cases import CaseRow
from db.queries.drafts import DraftRow
from db.queries.staff import staff_by_id
from db.tables.letters import draft
from desktop.operations.issue import Wish
from desktop.operations.month_letter import month_letter
from desktop.operations.preview_letters import DraftLetter, preview_letters
from desktop.operations.targets import by_target
from desktop.operations.work import Work
from desktop.sop.procedure import Action, Procedure
from desktop.sop.refusals import Refused, RowRefusal

_OF_THE_ISSUE = ("number", "date", "check", "paraf", "draft")


def printable_draft(
    work: Work,
    procedure: Procedure,
    action: Action,
    rows: Sequence[CaseRow],
    wish: Wish,
    steps: Sequence[tuple[str, int]],
) -> tuple[DraftLetter, ...]:
    """The letters of a draft, tried with all that they show, their archive copy with the paraf (``steps``) too.

    :raises Refused: when one cannot be printed, or no signer is in force.
    """
    labels = {row.id: row.label for row in rows}
    letters = _letters(work, procedure, action, rows, wish)
    _refuse_unprintable(work, letters, labels, steps)
    return letters


def printable_month(work: Work, month_id: int, wish: Wish, steps: Sequence[tuple[str, int]]) -> tuple[DraftLetter, ...]:
    """The same for the Berita Acara of a month. :raises Refused:"""
    letters = month_letter(work.connection, month_id=month_id, today=work.today, wish=wish)
    _refuse_unprintable(work, letters, {}, steps)
    return letters


def _refuse_unprintable(
    work: Work, letters: Sequence[DraftLetter], labels: Mapping[int, str], steps: Sequence[tuple[str, int]]
) -> None:
    officers = [(position, staff_by_id(work.connection, staff_id)) for position, staff_id in steps]
    paraf = [{"position": position, "name": one.name, "at": ""} for position, one in officers if one]
    for letter in letters:
        found = work.paper_problems(json.dumps(json.loads(letter.facts) | {"paraf": paraf}), letter.toml)
        if found:
            people = [(letter.cases[at], text) for at, text in found if at >= 0]
            named = [RowRefusal(one, labels[one], "unprintable", text) for one, text in people]
            raise Refused("unprintable", found[0][1], named)


def content_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is initialled of a letter's facts: all but what only its issue gives it (number, day, check)."""
    return {name: value for name, value in facts.items() if name not in _OF_THE_ISSUE}


def fingerprint_of(letters: Sequence[DraftLetter]) -> str:
    """SHA-256 over content and template of these letters, and over what they stand for without saying it; the same on
    another day."""
    said = [
        (letter.cases, content_of(json.loads(letter.facts)), letter.toml, *filter(None, [letter.stands_for]))
        for letter in letters
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def refuse_other_letters(work: Work, row: DraftRow, rows: Sequence[CaseRow]) -> None:
    """Until the commit nobody changes what the letters of this (locked) draft are made from.

    :raises Refused: ``draft_stale`` when they would no longer say what they said when the draft was handed in.
    """
    procedure = work.procedure(row.procedure)
    action = procedure.action(row.action)
    _hold_offices(work, procedure, action, rows)
    wish = Wish(note=row.note, signer_id=row.signer_id, counterpart_number=row.counterpart_number)
    if row.month_id is None:
        letters = _letters(work, procedure, action, rows, wish)
    else:
        letters = month_letter(work.connection, month_id=row.month_id, today=work.today, wish=wish)
    now = fingerprint_of(letters)
    if now != work.connection.scalar(select(draft.c.fingerprint).where(draft.c.id == row.id)):
        raise Refused(
            "draft_stale",
            f"Isi suratnya berubah sejak diajukan ({'angka bulannya, ' if row.month_id else ''}templat, kop, "
            "atau penanda tangan). "
            "Kembalikan konsepnya, lalu ajukan lagi.",
        )


def _hold_offices(work: Work, procedure: Procedure, action: Action, rows: Sequence[CaseRow]) -> None:
    """Who saves a template, a style or a signer locks the office first. Shared and in the order of ids: two offices
    that issue to each other at the same moment must not wait for one another."""
    own = work.staff.office_id
    ids = {own} | {target for target, _part in by_target(work.connection, own, procedure, action, rows)}
    work.backend.hold(work.connection, "office", sorted(ids), shared=True)


def _letters(
    work: Work, procedure: Procedure, action: Action, rows: Sequence[CaseRow], wish: Wish
) -> tuple[DraftLetter, ...]:
    return preview_letters(
        work.connection,
        office_id=work.staff.office_id,
        procedure=procedure,
        action=action.name,
        cases=[row.id for row in rows],
        today=work.today,
        wish=wish,
    )
