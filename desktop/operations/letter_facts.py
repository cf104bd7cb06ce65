"""What one letter will show, as plain values: frozen into the letter when it is issued, or drawn as a draft before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from db.queries.cases import CaseRow
from db.queries.joined import Joined, joined_events
from db.queries.letter_templates import own_template
from db.queries.offices import OfficeRow
from db.tables.letters import letter_reference
from desktop.operations.letter_rows import annex_row, say_day
from desktop.operations.signers import counterpart_of
from desktop.sop.dates import say_date
from desktop.sop.kis import SEGMENTS
from desktop.sop.letters import LetterKind, read_kind, read_style, shipped_template
from desktop.sop.procedure import may_read_health


@dataclass(frozen=True, slots=True)
class Wording:
    """The template a letter is made with: ``id`` of the office's own one, ``None`` for the program's."""

    kind: LetterKind
    toml: str
    id: int | None = None


def wording(connection: Connection, office_id: int, code: str) -> Wording:
    """The wording in force at an office. :raises WrongDeclaration:"""
    own = own_template(connection, office_id, code)
    if own is not None:
        return Wording(read_kind(own.toml, f"templat kantor: {code}"), own.toml, own.id)
    text = shipped_template(code)
    return Wording(read_kind(text, f"letters/{code}/letter.toml"), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One letter about to be written: from whom, to whom, about whom, signed by whom."""

    kind: LetterKind
    sender: OfficeRow
    target: OfficeRow
    signer: Mapping[str, str]
    rows: Sequence[CaseRow]
    today: date
    note: str = ""
    counterpart_number: str = ""


def reference(connection: Connection, kind: LetterKind, rows: Sequence[CaseRow]) -> tuple[str, str]:
    """Number and ISO date of the letter this one answers: of every person the newest of that kind, however often they
    went back and forth since. Of several letters the earlier ones stand, with their dates, before the last number.

    A void letter is named only when the person has no valid one; its replacement stands where it stood, even if
    the person got a newer letter before the replacement was written.
    """
    if not kind.answers:
        return "", ""
    named = letter_reference.c
    statement = (
        select(letter_reference)
        .where(named.code == kind.answers, named.application_id.in_([row.id for row in rows]))
        .order_by(named.letter_id)
    )
    found = list(connection.execute(statement))
    # In the order of ids a letter comes before its replacement, so the first of a chain is known already.
    first: dict[int, int] = {}
    for row in found:
        if row.replaced_by is not None:
            first[row.replaced_by] = first.get(row.letter_id, row.letter_id)
    found.sort(key=lambda row: (row.void is None, first.get(row.letter_id, row.letter_id)))
    newest = {row.application_id: (row.letter_id, row.number, row.issued_on) for row in found}
    if not newest:
        return "", ""
    *before, last = sorted(set(newest.values()))
    said = [f"{number} tanggal {say_date(issued_on)}, Nomor " for _id, number, issued_on in before]
    return "".join(said) + last[1], last[2].isoformat()


def letter_facts(connection: Connection, occasion: Occasion) -> dict[str, Any]:
    """The facts as they are written to JSON (``desktop.documents.facts``); still without a number of its own.

    An emblem is named by its SHA-256: a picture in every letter's facts would be the largest part of the database.
    """
    kind, sender, target, rows = occasion.kind, occasion.sender, occasion.target, occasion.rows
    answered, dated = reference(connection, kind, rows)
    health = may_read_health(sender.kind, target.kind)
    panti = next((row.panti_name for row in rows if row.panti_name), sender.name)
    return {
        "code": kind.code,
        # What has no number of its own is filed under the letter it goes with.
        "number": "" if kind.head.numbered else answered,
        "date": occasion.today.isoformat(),
        "place": sender.city,
        "letterhead": {"lines": _head(sender), "emblem": sender.emblem_sha256},
        "style": msgspec.to_builtins(read_style(sender.letter_style)),
        "signer": dict(occasion.signer),
        "counterpart": counterpart_of(connection, target, occasion.today) if target.id != sender.id else None,
        "counterpart_number": occasion.counterpart_number,
        "recipient": [f"Kepala {target.name}", f"di {target.city}"],
        "copies": [],
        "fields": {
            "panti": panti,
            "kantor_asal": sender.name,
            "kantor_tujuan": target.name,
            "nomor_rujukan": answered,
            "tanggal_rujukan": say_day(dated),
            "tempat_serah_terima": target.name,
            "keterangan": occasion.note,
        },
        "rows": _annex(connection, rows, health),
        "draft": False,
        "check": "",
        "paraf": [],
    }


def _annex(connection: Connection, rows: Sequence[CaseRow], health: bool) -> list[dict[str, str]]:
    """The people by name; of members whom a death or a move concerns their joined record, a line for each number that is to
    stop, under the running number of the person."""
    members = [row.id for row in rows if row.event_id is not None]
    joined: dict[int, list[Joined | None]] = {}
    for one in joined_events(connection, members, SEGMENTS) if members else ():
        joined.setdefault(one.application_id, []).append(one.joined)
    return [
        annex_row(number, row, health=health, joined=told)
        for number, row in enumerate(rows, 1)
        for told in joined.get(row.id, [None])
    ]


def _head(office: OfficeRow) -> list[str]:
    lines = (office.government.upper(), office.name.upper(), office.address, office.contact)
    return [line for line in lines if line]
