"""Issuing letters: the number is taken in the transaction that issues, the facts are frozen with it (L7, L8).

The PDF is made from the frozen facts after the commit and stored by :mod:`desktop.operations.freeze_letters`;
a crash in between loses nothing, because the same facts always give the same bytes.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from db.queries.cases import CaseRow
from db.queries.offices import OfficeRow, office_by_id
from db.tables.letters import letter_issue
from db.tables.papers import letter, letter_subject
from desktop.operations.drafts import paraf_of_draft
from desktop.operations.journal import Entry
from desktop.operations.letter_facts import Occasion, Wording, letter_facts, wording
from desktop.operations.letter_numbers import take_number
from desktop.operations.mail_lines import enter_outgoing
from desktop.operations.signers import signer_for
from desktop.operations.work import Work
from desktop.sop.procedure import Action
from desktop.sop.refusals import Refused, RowRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the clerk chose for the letters of one move. ``draft_id``: the approved draft they come from."""

    note: str = ""
    signer_id: int | None = None
    counterpart_number: str = ""
    draft_id: int | None = None


def issue_letters(
    work: Work, action: Action, rows: Sequence[CaseRow], batch_id: int, target_office: int, wish: Wish
) -> list[int]:
    """Issue the letters that the action declares, for these people as one list; gives their ids."""
    if not action.letters:
        return []
    sender, target = office_of(work, work.staff.office_id), office_of(work, target_office)
    signer_id, signer = signer_for(work, sender, wish.signer_id)
    ids: list[int] = []
    for code in action.letters:
        chosen = wording(work.connection, sender.id, code)
        paraf = paraf_of_draft(work, sender.id, code, wish.draft_id)
        occasion = Occasion(
            kind=chosen.kind,
            sender=sender,
            target=target,
            signer=signer,
            rows=rows,
            today=work.today,
            note=wish.note,
            counterpart_number=wish.counterpart_number,
        )
        facts = letter_facts(work.connection, occasion) | {"paraf": paraf}
        refuse_unprintable(work, facts, chosen.toml, rows)
        ids.append(write_letter(work, chosen, facts, rows, batch_id, sender, target, signer_id, wish.draft_id))
    work.changed("letter")
    return ids


def refuse_unprintable(work: Work, facts: Mapping[str, Any], toml: str, rows: Sequence[CaseRow]) -> None:
    """Before the number is taken: a letter that could not be printed would be a number without paper."""
    found = work.paper_problems(json.dumps(facts), toml)
    if found:
        named = [RowRefusal(rows[at].id, rows[at].label, "unprintable", text) for at, text in found if at >= 0]
        raise Refused("unprintable", found[0][1], named)


def office_of(work: Work, office_id: int) -> OfficeRow:
    """An office that must exist. :raises Refused:"""
    row = office_by_id(work.connection, office_id)
    if row is None:
        raise Refused("no_office", "Kantor tujuan belum terdaftar. Minta administrator menambahkannya.")
    return row


def frozen(facts: Mapping[str, Any]) -> str:
    """The text under which a letter's facts are kept."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_letter(
    work: Work,
    chosen: Wording,
    facts: dict[str, Any],
    rows: Sequence[CaseRow],
    batch_id: int,
    sender: OfficeRow,
    target: OfficeRow,
    signer_id: int | None,
    draft_id: int | None,
    subject: str = "",
) -> int:
    """Take the number, freeze the facts, enter the agenda book (``subject``: when the title alone does not say it); gives
    the letter's id."""
    kind = chosen.kind
    agenda: int | None = None
    if kind.head.numbered:
        agenda, facts["number"] = take_number(work, kind, sender.unit)
    token = facts["check"] = secrets.token_hex(8)
    values = {
        "code": kind.code,
        "office_id": sender.id,
        "batch_id": batch_id,
        "classification": kind.classification,
        "year": work.today.year,
        "agenda": agenda,
        "number": facts["number"],
        "issued_on": work.today,
        "issued_by": work.staff.id,
        "issued_at": work.now,
        "facts": frozen(facts),
    }
    letter_id: int = work.connection.execute(insert(letter).returning(letter.c.id), values).scalar_one()
    beside = {"template_id": chosen.id, "signer_id": signer_id, "draft_id": draft_id, "token": token}
    work.connection.execute(insert(letter_issue), {"letter_id": letter_id, **beside})
    if rows:
        subjects = [{"letter_id": letter_id, "application_id": row.id} for row in rows]
        work.connection.execute(insert(letter_subject), subjects)
    if agenda is not None:
        enter_outgoing(
            work,
            classification=kind.classification,
            agenda=agenda,
            number=facts["number"],
            dated=work.today,
            correspondent=target.name,
            subject=subject or kind.title,
            letter_id=letter_id,
        )
    fields = {"surat": ("", letter_id), "nomor": ("", facts["number"])}
    work.note(*(Entry(f"surat:{kind.code}", row.id, row.person_id, fields=fields) for row in rows))
    return letter_id
