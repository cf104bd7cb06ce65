"""Drafts on their way up (paraf hierarki): which letters need one, where a draft stands, and its issue."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from db.queries.cases import CaseRow, cases_by_id
from db.queries.drafts import OPEN, DraftRow, draft_by_id, draft_cases, draft_trail
from db.queries.month_letters import month_of_draft
from db.tables.letters import draft, draft_case, paraf_rule
from desktop.operations.journal import Entry, month_chain
from desktop.operations.locking import Seen
from desktop.operations.work import Work
from desktop.sop.procedure import Action
from desktop.sop.refusals import Refused, RowRefusal


@dataclass(frozen=True, slots=True)
class ApprovedDraft:
    """A draft with every paraf, locked for its issue; ``cases`` as they were when it was handed in."""

    row: DraftRow
    cases: tuple[Seen, ...]


def steps_of(work: Work, codes: Sequence[str]) -> list[tuple[str, int]]:
    """(position, staff id) of everybody who initials these letters of the actor's office, in order, each once."""
    mine = (paraf_rule.c.office_id == work.staff.office_id, paraf_rule.c.code.in_(codes))
    rules = work.connection.execute(select(paraf_rule).where(*mine))
    found: dict[int, str] = {}
    for rule in sorted(rules, key=lambda rule: (rule.seq, codes.index(rule.code))):
        found.setdefault(rule.staff_id, rule.position)
    return [(position, staff_id) for staff_id, position in found.items()]


def paraf_of_draft(work: Work, office_id: int, code: str, draft_id: int | None) -> list[dict[str, str]]:
    """The paraf of an approved draft as they are frozen in its letters; none where the office asks for none.

    :raises Refused: when this letter needs paraf and there is no draft, or not every paraf is there.
    """
    if draft_id is None:
        rule = select(paraf_rule.c.seq).where(paraf_rule.c.office_id == office_id, paraf_rule.c.code == code)
        if work.connection.execute(rule.limit(1)).first() is None:
            return []
        raise Refused("paraf_needed", "Surat ini perlu paraf dulu. Ajukan konsepnya, lalu terbitkan setelah diparaf.")
    row = draft_by_id(work.connection, draft_id)
    if row is None or row.office_id != office_id or row.state != "siap":
        raise Refused("paraf_missing", "Paraf konsep ini belum lengkap. Tunggu pejabat berikutnya memarafnya.")
    zone = ZoneInfo(work.calendar.zone)
    return [
        {"position": line.position, "name": line.staff_name, "at": f"{line.at.astimezone(zone):%d-%m-%Y %H.%M}"}
        for line in draft_trail(work.connection, draft_id)
        if line.round == row.round and line.decision == "paraf"
    ]


def locked_draft(work: Work, draft_id: int, version: int | None = None) -> DraftRow:
    """The draft as it stands, nobody else able to change it.

    :raises Refused: when it is gone, another office's, ended, or no longer what the clerk saw.
    """
    work.locked(select(draft.c.id).where(draft.c.id == draft_id))
    row = draft_by_id(work.connection, draft_id)
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Konsep ini tidak ditemukan di kantor Anda. Muat ulang daftar konsep.")
    if row.state == "terbit":
        raise Refused("draft_ended", "Konsep ini sudah terbit menjadi surat. Lihat suratnya di daftar Surat.")
    if row.state == "dibatalkan":
        raise Refused("draft_ended", "Konsep ini sudah dibatalkan. Ajukan konsep baru bila masih diperlukan.")
    if version is not None and row.version != version:
        raise Refused("stale", "Konsep ini baru saja diubah meja lain. Periksa lagi, lalu ulangi.")
    return row


def refuse_changed(rows: Sequence[CaseRow], seen: Sequence[Seen]) -> None:
    """:raises Refused: ``draft_stale`` naming everybody whose data changed since the draft was handed in."""
    versions = dict(seen)
    changed = [row for row in rows if row.version != versions[row.id]]
    if changed:
        one = "Datanya berubah sejak konsep diajukan."
        raise Refused(
            "draft_stale",
            f"{len(changed)} orang di konsep ini berubah sejak diajukan. Kembalikan konsepnya agar diajukan lagi.",
            [RowRefusal(row.id, row.label, "draft_stale", one) for row in changed],
        )


def draft_to_issue(work: Work, draft_id: int | None, procedure: str, action: Action) -> ApprovedDraft | None:
    """The draft that a move issues, locked. :raises Refused: when it is not ready, or is for another action."""
    if draft_id is None:
        return None
    row = locked_draft(work, draft_id)
    if (row.procedure, row.action) != (procedure, action.name):
        raise Refused("other_draft", "Konsep itu untuk tindakan lain. Terbitkan dari daftar konsep.")
    if row.state == "dikembalikan":
        raise Refused("draft_returned", "Konsep ini dikembalikan kepada pembuatnya. Tunggu diajukan lagi.")
    if row.state != "siap":
        raise Refused("paraf_missing", f"Paraf konsep ini belum lengkap. Tunggu paraf {row.turn_position}.")
    return ApprovedDraft(row, draft_cases(work.connection, row.id))


def refuse_other_than_draft(
    work: Work, approved: ApprovedDraft | None, action: Action, rows: Sequence[CaseRow]
) -> None:
    """A draft is issued for exactly its people as they were; without one, nobody may be taken out of an open draft.

    :raises Refused:
    """
    if approved is not None:
        if {row.id for row in rows} != {case_id for case_id, _ in approved.cases}:
            raise Refused("other_people", "Konsep ini untuk orang lain. Terbitkan dari daftar konsep.")
        refuse_changed(rows, approved.cases)
    elif action.letters:
        held = in_open_drafts(work, rows)
        if held:
            raise Refused("in_draft", held[0].sentence, held)


def in_open_drafts(work: Work, rows: Sequence[CaseRow]) -> list[RowRefusal]:
    """Those of the (locked) cases that lie in an open draft of this office, with its number."""
    statement = (
        select(draft_case.c.application_id, draft.c.id)
        .join(draft, draft.c.id == draft_case.c.draft_id)
        .where(draft.c.office_id == work.staff.office_id, draft.c.state.in_(OPEN))
        .where(draft_case.c.application_id.in_([row.id for row in rows]))
    )
    held = {row.application_id: row.id for row in work.connection.execute(statement)}
    sentence = "{} ada di konsep nomor {}. Terbitkan atau batalkan konsep itu dulu."
    return [
        RowRefusal(row.id, row.label, "in_draft", sentence.format(row.label, held[row.id]))
        for row in rows
        if row.id in held
    ]


def mark_issued(work: Work, approved: ApprovedDraft) -> None:
    """In the transaction that issues its letters."""
    change_draft(work, approved.row, state="terbit")


def change_draft(work: Work, row: DraftRow, **values: object) -> None:
    """Store what changed about a locked draft; its version grows."""
    work.connection.execute(update(draft).where(draft.c.id == row.id).values(**values, version=draft.c.version + 1))
    work.changed("draft")


def note_draft(work: Work, draft_id: int, action: str, *, reason: str = "", position: str = "") -> None:
    """A line in the journal of every case of a draft, or of its month: who, when, what, as which official."""
    fields = {"konsep": ("", draft_id)} | ({"jabatan": ("", position)} if position else {})
    month_id = month_of_draft(work.connection, draft_id)
    if month_id is not None:
        work.note(Entry(action, reason=reason, fields=fields, own_chain=month_chain(month_id)))
        return
    rows = cases_by_id(work.connection, [case_id for case_id, _ in draft_cases(work.connection, draft_id)])
    work.note(*(Entry(action, row.id, row.person_id, reason=reason, fields=fields) for row in rows))
