"""A draft letter in words: its state, whose turn it is, the trail of paraf, and what may be done with it. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.draft_pending import DraftFile, waits_for
from db.queries.drafts import DraftRow
from desktop.sop.letters import letter_kind
from desktop.sop.procedure import Procedure
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.desk import Desk, Staff
from desktop.ui.format import moment
from desktop.ui.screens.person_card import LETTERS, local
from desktop.ui.widgets import Check

ENDED = ("terbit", "dibatalkan")


def letters_of(procedure: Procedure, row: DraftRow) -> tuple[str, ...]:
    """Codes of the letters of a draft."""
    return procedure.action(row.action).letters


def short_title(procedure: Procedure, row: DraftRow) -> str:
    """«Permohonan NIK, Rekapitulasi» for a list; a Berita Acara with its month."""
    said = ", ".join(LETTERS.get(code, letter_kind(code).title) for code in letters_of(procedure, row))
    return said if row.month_id is None else f"{said} {say_month(month_of(row.period))}"


def about(row: DraftRow) -> str:
    """«3 orang», or the segment whose Berita Acara it is."""
    return label(row.segment) if row.month_id is not None else f"{row.people} orang"


def chip(row: DraftRow, staff_id: int) -> tuple[str, str]:
    """(word, tone) of the state, seen by one person."""
    if row.state == "diajukan":
        return ("Menunggu paraf Anda", "warn") if row.turn_staff_id == staff_id else ("Menunggu paraf", "info")
    return {
        "dikembalikan": ("Dikembalikan", "bad"),
        "siap": ("Siap terbit", "ok"),
        "terbit": ("Terbit", "plain"),
        "dibatalkan": ("Dibatalkan", "plain"),
    }[row.state]


def obstacle(row: DraftRow, mine: bool) -> tuple[str, str, str]:
    """(title, text, tone): where the draft stands and what to do."""
    if row.state == "diajukan":
        title = f"Menunggu paraf {row.turn_position}"
        text = (
            "Baca suratnya, lalu paraf atau kembalikan dengan alasan."
            if mine
            else f"Pada {row.turn_staff_name.rstrip('.')}."
        )
        return title, text, "warn" if mine else "info"
    if row.state == "dikembalikan":
        text = "Perbaiki, lalu ajukan lagi." if mine else f"{row.created_by_name} memperbaikinya."
        return "Dikembalikan", f"“{row.reason}” {text}", "bad"
    if row.state == "siap":
        return "Semua paraf sudah ada", "Terbitkan suratnya: nomornya diambil saat itu.", "ok"
    if row.state == "terbit":
        return "Sudah terbit", "Suratnya ada di register Surat.", "ok"
    return "Dibatalkan", row.reason or "Orangnya dapat diajukan lagi dari mejanya.", "info"


def trail(desk: Desk, row: DraftRow, file: DraftFile) -> list[Check]:
    """The present round: who has given the paraf and when, whose turn it is, who comes later, who sent it back."""
    this_round = [one for one in file.trail if one.round == row.round]
    given = {one.seq: one for one in this_round if one.seq}
    checks = []
    for step in file.steps:
        made = given.get(step.seq)
        words = f"{step.position}: {step.staff_name}"
        if made is not None and made.decision == "paraf":
            checks.append(Check("ok", words, moment(local(desk, made.at))))
        elif made is not None:
            checks.append(Check("bad", words, f"dikembalikan {moment(local(desk, made.at))}"))
        elif row.state == "diajukan" and step.staff_id == row.turn_staff_id:
            checks.append(Check("warn", words, "sekarang gilirannya"))
        else:
            checks.append(Check("plain", words, "berikutnya" if row.state == "diajukan" else ""))
    back = [one for one in this_round if not one.seq]
    return checks + [
        Check("bad", f"{one.position}: {one.staff_name}", f"dikembalikan {moment(local(desk, one.at))}") for one in back
    ]


def earlier_rounds(desk: Desk, row: DraftRow, file: DraftFile) -> list[tuple[str, str]]:
    """What was decided before the draft was handed in again, for ``Facts``."""
    lines = []
    for one in file.trail:
        if one.round < row.round:
            when = moment(local(desk, one.at))
            said = f"diparaf {when}" if one.decision == "paraf" else f"dikembalikan {when}: “{one.reason}”"
            lines.append((f"Putaran {one.round}", f"{one.position} ({one.staff_name}) {said}"))
    return lines


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do with a draft now; ``own`` says that sending back is taking back one's own."""

    paraf: bool = False
    back: bool = False
    own: bool = False
    mend: bool = False
    call_off: bool = False
    issue: bool = False


def rights(staff: Staff, procedure: Procedure, row: DraftRow, file: DraftFile | None) -> Rights:
    """The same questions that the operations ask again: the paraf belongs to whose turn it is, mending to the maker,
    issuing to everybody of the maker's desk."""
    maker = row.created_by == staff.id
    steps = file.steps if file is not None else ()
    mine = any(step.staff_id == staff.id for step in steps)
    gave = any(step.staff_id == staff.id and step.given for step in steps)
    colleague = procedure.step_of(row.action).actor in staff.roles
    turn = row.state == "diajukan" and row.turn_staff_id == staff.id
    running = row.state in ("diajukan", "siap")
    return Rights(
        paraf=turn and not maker,
        back=running and (turn or gave or maker),
        own=maker and not turn and not gave,
        mend=row.state == "dikembalikan" and maker,
        call_off=row.state not in ENDED and (maker or mine or colleague),
        issue=row.state == "siap" and colleague,
    )


def why_no_paraf(row: DraftRow, staff: Staff) -> str:
    """Why this person cannot give a paraf now; "" when he or she can."""
    if row.state == "diajukan":
        if row.turn_staff_id == staff.id:
            return ""
        return f"Sekarang giliran {row.turn_position} ({row.turn_staff_name}). Tunggu parafnya."
    words = {
        "dikembalikan": "Konsep ini dikembalikan dan sedang diperbaiki pembuatnya.",
        "siap": "Semua paraf sudah ada. Suratnya tinggal diterbitkan.",
        "terbit": "Suratnya sudah terbit.",
        "dibatalkan": "Konsep ini sudah dibatalkan.",
    }
    return words[row.state]


def waiting_first(rows: Sequence[DraftRow], staff_id: int) -> list[DraftRow]:
    """Those that wait for this person, the oldest first; then the others as they came."""
    mine = sorted((row for row in rows if waits_for(row, staff_id)), key=lambda row: row.id)
    return mine + [row for row in rows if not waits_for(row, staff_id)]
