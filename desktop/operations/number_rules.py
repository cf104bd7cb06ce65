"""How an office numbers its letters: its own pattern, and where its hand-written books stopped (C2)."""

import re
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from db.queries.numbering import EXPEDITION, INCOMING
from db.statements import insert_or_skip
from db.tables.letters import number_rule
from db.tables.papers import letter_series
from desktop.operations.command import Command, operation
from desktop.operations.issue import office_of
from desktop.operations.journal import Entry
from desktop.operations.letter_numbers import DIGITS
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.letters import letter_kind
from desktop.sop.numbering import check_pattern
from desktop.sop.refusals import Refused, WrongDeclaration

CLASSIFICATION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,29}")
MOST = 99_999


@dataclass(frozen=True, kw_only=True)
class SaveNumberRule(Command):
    """The pattern of one kind of letter, or (``code`` "") of all letters. An empty pattern drops the rule."""

    office_id: int
    code: str = ""
    pattern: str = ""
    digits: int = DIGITS


@dataclass(frozen=True, kw_only=True)
class BeginSeries(Command):
    """The last number written by hand this year: Padan goes on after it. ``classification`` is the code of the
    letters, or one of ``db.queries.numbering`` for the incoming register and the expedition book."""

    office_id: int
    classification: str
    year: int
    last: int


@operation(SaveNumberRule)
def save_number_rule(work: Work, command: SaveNumberRule) -> Outcome:
    """Letters already issued keep their numbers."""
    work.need_role("admin")
    office = office_of(work, command.office_id)
    pattern = command.pattern.strip()
    mine = (number_rule.c.office_id == office.id, number_rule.c.code == command.code)
    before = work.connection.scalar(select(number_rule.c.pattern).where(*mine)) or ""
    if pattern:
        _known(command.code)
        check_pattern(pattern, digits=command.digits, unit=office.unit or "-", for_all=not command.code)
        values = {"pattern": pattern, "digits": command.digits}
        key = {"office_id": office.id, "code": command.code}
        if not insert_or_skip(work.connection, number_rule, [{**key, **values}]):
            work.connection.execute(update(number_rule).where(*mine).values(values))
    else:
        work.connection.execute(delete(number_rule).where(*mine))
    work.note(Entry("pola_nomor", fields={"kantor": ("", office.name), "pola": (before, pattern)}))
    work.changed("office")
    return Outcome("Pola nomor disimpan." if pattern else "Pola nomor kembali seperti bawaan templat.")


@operation(BeginSeries)
def begin_series(work: Work, command: BeginSeries) -> Outcome:
    """Once, and only before the first number: afterwards a change would leave a gap or write a number twice."""
    work.need_role("admin")
    office = office_of(work, command.office_id)
    classification = command.classification.strip()
    if classification not in (INCOMING, EXPEDITION) and not CLASSIFICATION.fullmatch(classification):
        raise Refused("bad_code", "Kode klasifikasi itu tidak dikenal. Tulis seperti 400.9.4.1.")
    if command.year not in (work.today.year, work.today.year + 1):
        raise Refused("bad_year", f"Tahun harus {work.today.year} atau {work.today.year + 1}. Perbaiki tahunnya.")
    if not 1 <= command.last <= MOST:
        raise Refused("bad_number", f"Nomor terakhir harus 1 sampai {MOST}. Perbaiki nomornya.")
    series = {"office_id": office.id, "classification": classification, "year": command.year}
    if not insert_or_skip(work.connection, letter_series, [{**series, "last": command.last}]):
        mine = [letter_series.c[name] == value for name, value in series.items()]
        last = work.connection.scalar(select(letter_series.c.last).where(*mine))
        raise Refused(
            "series_begun", f"Seri ini sudah berjalan sampai nomor {last}. Nomor berikut mengikuti urutannya."
        )
    fields = {
        "kantor": ("", office.name),
        "seri": ("", f"{classification} {command.year}"),
        "nomor": ("", command.last),
    }
    work.note(Entry("seri_nomor", fields=fields))
    work.changed("office")
    return Outcome(f"Nomor berikut dalam seri ini: {command.last + 1}.")


def _known(code: str) -> None:
    try:
        if code and (not code.replace("_", "").isalpha() or not letter_kind(code)):
            raise Refused("unknown_letter", "Jenis surat itu tidak dikenal. Pilih surat dari daftar.")
    except WrongDeclaration:
        raise Refused("unknown_letter", "Jenis surat itu tidak dikenal. Pilih surat dari daftar.") from None
