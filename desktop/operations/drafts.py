"""Drafts on their way up (paraf hierarki): which letters need one, and whether a draft has every paraf."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.tables.letters import draft, draft_paraf, paraf_rule
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


def paraf_of_draft(work: Work, office_id: int, code: str, draft_id: int | None) -> list[dict[str, str]]:
    """The paraf of an approved draft as they are frozen in the letter; none where the office asks for none.

    :raises Refused: when this letter needs paraf and there is no draft, or not every paraf is there.
    """
    rule = select(paraf_rule.c.seq).where(paraf_rule.c.office_id == office_id, paraf_rule.c.code == code)
    needed = set(work.connection.scalars(rule))
    if not needed:
        return []
    if draft_id is None:
        raise Refused("paraf_needed", "Surat ini perlu paraf dulu. Ajukan konsepnya, lalu terbitkan setelah diparaf.")
    given = (
        select(draft_paraf)
        .join(draft, (draft.c.id == draft_paraf.c.draft_id) & (draft.c.round == draft_paraf.c.round))
        .where(draft.c.id == draft_id, draft.c.office_id == office_id, draft_paraf.c.decision == "paraf")
        .order_by(draft_paraf.c.seq)
    )
    rows = list(work.connection.execute(given))
    zone = ZoneInfo(work.calendar.zone)
    if needed - {row.seq for row in rows}:
        raise Refused("paraf_missing", "Paraf konsep ini belum lengkap. Tunggu pejabat berikutnya memarafnya.")
    return [
        {"position": row.position, "name": row.staff_name, "at": f"{row.at.astimezone(zone):%d-%m-%Y %H.%M}"}
        for row in rows
    ]
