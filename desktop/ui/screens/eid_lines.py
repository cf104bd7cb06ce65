"""The numbers BPJS gave, as typed or read so far: one line a person, nothing is sent before the clerk says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.queries.cases import CaseRow
from desktop.sop.identity import check_participant_number

LENGTH = 13
EMPTY = "Nomor peserta belum diisi. Ketik 13 angka dari BPJS."


@dataclass(frozen=True, slots=True)
class Entry:
    """A number kept for one person, with the facility BPJS named."""

    number: str
    facility: str = ""


@dataclass(frozen=True, slots=True)
class EidLine:
    """A person waiting for a number: the entry kept so far, and what is wrong with it."""

    case: CaseRow
    entry: Entry | None
    problem: str = ""
    blocked: str = ""

    @property
    def id(self) -> int:
        """The case."""
        return self.case.id

    @property
    def ready(self) -> bool:
        """May be sent now."""
        return self.entry is not None and not self.problem and not self.blocked

    @property
    def chip(self) -> str:
        """The state in two words."""
        if self.blocked:
            return "Belum bisa"
        if self.problem:
            return "Periksa nomor"
        return "Terisi" if self.entry else "Belum diisi"

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return {"Belum bisa": "bad", "Periksa nomor": "bad", "Terisi": "ok"}.get(self.chip, "plain")


def wrong_number(typed: str, case_id: int, entries: Mapping[int, Entry], names: Mapping[int, str]) -> str:
    """Why this cannot be the person's number, as a sentence; empty when it can."""
    report = check_participant_number(typed)
    if report.refused:
        return report.findings[0].sentence
    if report.number is None:
        return EMPTY
    for other, entry in entries.items():
        if other != case_id and entry.number == report.number and other in names:
            return f"Nomor ini sudah Anda isikan untuk {names[other]}. Periksa mana yang benar."
    return ""


def clean_number(typed: str) -> str:
    """The 13 digits alone."""
    return check_participant_number(typed).number or ""


def typing_hint(typed: str) -> str:
    """«7 dari 13 angka» while only digits are typed and some are missing; else empty."""
    bare = "".join(typed.split())
    return f"{len(bare)} dari {LENGTH} angka" if bare.isascii() and bare.isdigit() and len(bare) < LENGTH else ""
