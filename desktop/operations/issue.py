"""Issuing letters: the number is taken in the transaction that issues, the facts are frozen with it (L7, L8).

The PDF is made from the frozen facts after the commit and stored by :mod:`desktop.operations.freeze_letters`;
a crash in between loses nothing, because the same facts always give the same bytes.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from db.queries.cases import CaseRow
from db.queries.offices import OfficeRow, office_by_id
from db.statements import insert_or_skip
from db.tables.papers import letter, letter_series, letter_subject
from desktop.operations.journal import Entry
from desktop.operations.letter_rows import annex_row, say_day
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.letters import LetterKind, format_number, letter_kind
from desktop.sop.procedure import Action
from desktop.sop.refusals import Refused, RowRefusal


def issue_letters(
    work: Work, action: Action, rows: Sequence[CaseRow], batch_id: int, target_office: int, *, note: str = ""
) -> list[int]:
    """Issue the letters that the action declares, for these people as one list; gives their ids."""
    if not action.letters:
        return []
    sender = _office(work, work.staff.office_id)
    target = _office(work, target_office)
    if not sender.head_name:
        raise Refused("no_signer", "Penanda tangan surat kantor ini belum diisi. Minta administrator melengkapinya.")
    ids: list[int] = []
    for code in action.letters:
        kind = letter_kind(code)
        facts = _facts(work, kind, sender, target, rows, _reference(work, kind, rows), note)
        _refuse_unprintable(work, facts, rows)
        ids.append(_issue(work, kind, facts, rows, batch_id))
    work.changed("letter")
    return ids


def _refuse_unprintable(work: Work, facts: dict[str, Any], rows: Sequence[CaseRow]) -> None:
    """Before the number is taken: a letter that could not be printed would be a number without paper."""
    found = work.paper_problems(json.dumps(facts))
    if found:
        named = [RowRefusal(rows[at].id, rows[at].label, "unprintable", text) for at, text in found if at >= 0]
        raise Refused("unprintable", found[0][1], named)


def _office(work: Work, office_id: int) -> OfficeRow:
    row = office_by_id(work.connection, office_id)
    if row is None:
        raise Refused("no_office", "Kantor tujuan belum terdaftar. Minta administrator menambahkannya.")
    return row


def _reference(work: Work, kind: LetterKind, rows: Sequence[CaseRow]) -> tuple[str, str]:
    """Number and ISO date of the letter this one answers: of every person the newest of that kind, however often they
    went back and forth since. Of several letters the earlier ones stand, with their dates, before the last number."""
    if not kind.answers:
        return "", ""
    statement = (
        select(letter_subject.c.application_id, letter.c.id, letter.c.number, letter.c.issued_on)
        .join(letter, letter.c.id == letter_subject.c.letter_id)
        .where(letter.c.code == kind.answers, letter_subject.c.application_id.in_([row.id for row in rows]))
        .order_by(letter.c.id)
    )
    newest = {row.application_id: (row.id, row.number, row.issued_on) for row in work.connection.execute(statement)}
    if not newest:
        return "", ""
    *before, last = sorted(set(newest.values()))
    said = [f"{number} tanggal {say_date(issued_on)}, Nomor " for _id, number, issued_on in before]
    return "".join(said) + last[1], last[2].isoformat()


def take_number(work: Work, kind: LetterKind, unit: str) -> tuple[int, str]:
    """The next agenda number of the office's series and the letter number made of it. No gap, no double:
    the series row is locked until the commit, and a rollback gives the number back."""
    today = work.today
    series = {"office_id": work.staff.office_id, "classification": kind.classification, "year": today.year}
    insert_or_skip(work.connection, letter_series, [{**series, "last": 0}])
    mine = [letter_series.c[name] == value for name, value in series.items()]
    statement = update(letter_series).where(*mine).values(last=letter_series.c.last + 1).returning(letter_series.c.last)
    agenda = work.connection.execute(statement).scalar_one()
    return agenda, format_number(kind, agenda=agenda, unit=unit or "-", month=today.month, year=today.year)


def _facts(
    work: Work,
    kind: LetterKind,
    sender: OfficeRow,
    target: OfficeRow,
    rows: Sequence[CaseRow],
    reference: tuple[str, str],
    note: str,
) -> dict[str, Any]:
    today = work.today
    panti = next((row.panti_name for row in rows if row.panti_name), sender.name)
    return {
        "code": kind.code,
        # What has no number of its own is filed under the letter it goes with.
        "number": "" if kind.head.numbered else reference[0],
        "date": today.isoformat(),
        "place": sender.city,
        "letterhead": {"lines": _head(sender), "emblem": None},
        "signer": _signer(sender),
        "counterpart": _signer(target) if target.id != sender.id else None,
        "counterpart_number": "",
        "recipient": [f"Kepala {target.name}", f"di {target.city}"],
        "copies": [],
        "fields": {
            "panti": panti,
            "kantor_asal": sender.name,
            "kantor_tujuan": target.name,
            "nomor_rujukan": reference[0],
            "tanggal_rujukan": say_day(reference[1]),
            "tempat_serah_terima": target.name,
            "keterangan": note,
        },
        "rows": [annex_row(number, row) for number, row in enumerate(rows, 1)],
        "draft": False,
    }


def _head(office: OfficeRow) -> list[str]:
    lines = (office.government.upper(), office.name.upper(), office.address, office.contact)
    return [line for line in lines if line]


def _signer(office: OfficeRow) -> dict[str, str]:
    return {
        "position": office.head_position,
        "name": office.head_name,
        "rank": office.head_rank,
        "nip": office.head_nip,
    }


def _issue(work: Work, kind: LetterKind, facts: dict[str, Any], rows: Sequence[CaseRow], batch_id: int) -> int:
    office = _office(work, work.staff.office_id)
    agenda: int | None = None
    if kind.head.numbered:
        agenda, facts["number"] = take_number(work, kind, office.unit)
    number = facts["number"]
    today = work.today
    values = {
        "code": kind.code,
        "office_id": office.id,
        "batch_id": batch_id,
        "classification": kind.classification,
        "year": today.year,
        "agenda": agenda,
        "number": number,
        "issued_on": today,
        "issued_by": work.staff.id,
        "issued_at": work.now,
        "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    letter_id: int = work.connection.execute(insert(letter).returning(letter.c.id), values).scalar_one()
    work.connection.execute(
        insert(letter_subject), [{"letter_id": letter_id, "application_id": row.id} for row in rows]
    )
    fields = {"surat": ("", letter_id), "nomor": ("", number)}
    work.note(*(Entry(f"surat:{kind.code}", row.id, row.person_id, fields=fields) for row in rows))
    return letter_id
