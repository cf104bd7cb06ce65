"""The e-mail about a list that nobody fetched: one desk claims it, no other sends it a second time (K10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, select, update

from db.queries.arrivals import Unfetched, unfetched
from db.queries.offices import settings
from db.statements import insert_or_skip
from db.tables.notices import mail_notice
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.settings import arrival_minutes
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused

State = Literal["mengirim", "terkirim", "gagal"]
LEASE = timedelta(minutes=15)
"""A claim whose desk said no more is anybody's again; a failure is tried again after the same time."""
OLDEST = timedelta(hours=24)
MOST_TRIES = 5
_TAKEN = "Kabar surel untuk daftar ini sudah diurus meja lain. Tidak ada yang perlu dilakukan."


@dataclass(frozen=True, kw_only=True)
class ClaimNotice(Command):
    """Take it upon this desk to write to the office about a list; ``data["attempt"]`` numbers the tries."""

    list_id: int


@dataclass(frozen=True, kw_only=True)
class SettleNotice(Command):
    """For try number ``attempt`` of the claim. ``mengirim``: the mail server has the message and has not answered yet,
    nobody may send it again. ``terkirim``: it answered. ``gagal``: certainly not sent, with the reason."""

    list_id: int
    attempt: int
    state: State
    reason: str = ""


@operation(ClaimNotice)
def claim_notice(work: Work, command: ClaimNotice) -> Outcome:
    """Refused when another desk was faster, or somebody has fetched the list meanwhile."""
    work.need_role(*AGENCIES)
    found = {one.list_id: one for one in due(work.connection, work.staff.office_id, work.now)}.get(command.list_id)
    if found is None:
        raise Refused("taken", _TAKEN)
    attempt = 1
    claim = {"claimed_by": work.staff.id, "claimed_at": work.now, "state": "diambil"}
    key = {"batch_id": found.list_id, "office_id": found.office_id}
    if not insert_or_skip(work.connection, mail_notice, [{**key, **claim, "tries": attempt}]):
        before = work.locked(select(mail_notice).where(mail_notice.c.batch_id == found.list_id)).one()
        if before.state not in ("diambil", "gagal") or before.claimed_at >= work.now - LEASE:
            raise Refused("taken", _TAKEN)
        attempt = before.tries + 1
        mine = update(mail_notice).where(mail_notice.c.batch_id == found.list_id)
        work.connection.execute(mine.values(**claim, tries=attempt))
    work.changed("mail_notice")
    return Outcome("Kabar surel diurus meja ini.", data={"attempt": attempt})


@operation(SettleNotice)
def settle_notice(work: Work, command: SettleNotice) -> Outcome:
    """Only for the claim that holds; what was sent stays sent."""
    row = work.locked(select(mail_notice).where(mail_notice.c.batch_id == command.list_id)).one_or_none()
    if row is None or row.tries != command.attempt or row.state not in ("diambil", "mengirim"):
        raise Refused("taken", _TAKEN)
    values = {"state": command.state, "reason": command.reason[:300], "settled_at": work.now}
    work.connection.execute(update(mail_notice).where(mail_notice.c.batch_id == command.list_id).values(**values))
    if command.state != "mengirim":
        fields = {"daftar": ("", str(command.list_id)), "keadaan": ("", command.state)}
        work.note(Entry("kabar_surel", reason=command.reason[:300], fields=fields))
    work.changed("mail_notice")
    return Outcome("Kabar surel dicatat.")


def due(connection: Connection, office_id: int, now: datetime) -> tuple[Unfetched, ...]:
    """The lists an office sent or received about which an e-mail is due now."""
    minutes = wanted(settings(connection))
    if not minutes:
        return ()
    between = (now - OLDEST, now - timedelta(minutes=min(minutes.values())))
    rows = unfetched(
        connection, office_id, tuple(minutes), between=between, claims_before=now - LEASE, most_tries=MOST_TRIES
    )
    return tuple(one for one in rows if one.created_at <= now - timedelta(minutes=minutes[one.office_id]))


def wanted(stored: dict[str, str]) -> dict[int, int]:
    """Office → minutes, for the offices that want such e-mails."""
    offices = (int(key.partition(":")[2]) for key in stored if key.startswith("arrival_mail:"))
    every = {office_id: arrival_minutes(stored, office_id) for office_id in offices}
    return {office_id: minutes for office_id, minutes in every.items() if minutes}
