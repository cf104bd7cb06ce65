"""Lists that came to an office: what is told at its desks, and what is told by e-mail when nobody fetches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from db.tables.access import office
from db.tables.cases import application, batch
from db.tables.notices import mail_notice
from db.tables.papers import letter

LOOK_BACK = 200
"""Numbers are given before the commit: a list may appear after a younger one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A list that lies at an office: ``people`` of it who are here now, in this ``status``, ``first_case`` the first of
    them. ``returned``: it came back."""

    list_id: int
    from_office_id: int
    from_office: str
    status: str
    people: int
    first_case: int
    returned: bool


@dataclass(frozen=True, slots=True)
class Unfetched:
    """A list nobody has begun to work on, in the ``status`` in which it waits."""

    list_id: int
    office_id: int
    office: str
    email: str
    from_office: str
    letter_number: str
    status: str
    people: int
    created_at: datetime


def newest_list(connection: Connection, office_id: int) -> int:
    """The number of the newest list sent to this office; 0 when none ever was."""
    return connection.scalar(select(func.max(batch.c.id)).where(batch.c.to_office_id == office_id)) or 0


def arrivals(connection: Connection, office_id: int, staff_id: int, after: int) -> tuple[Arrival, ...]:
    """Lists that others sent to this office, numbered above ``after`` less ``LOOK_BACK``, and still (partly) lie here.
    Whoever asks keeps in mind which of them were told."""
    statement = (
        select(batch.c.id, batch.c.from_office_id, office.c.name, application.c.status)
        .add_columns(func.count(), func.min(application.c.id), batch.c.reason != "")
        .join_from(batch, application, application.c.batch_id == batch.c.id)
        .join(office, office.c.id == batch.c.from_office_id)
        .where(batch.c.to_office_id == office_id, batch.c.id > after - LOOK_BACK, batch.c.created_by != staff_id)
        .where(application.c.office_id == office_id)
        .group_by(batch.c.id, batch.c.from_office_id, office.c.name, application.c.status, batch.c.reason)
        .order_by(batch.c.id)
    )
    return tuple(Arrival(*row) for row in connection.execute(statement))


def unfetched(
    connection: Connection,
    office_id: int,
    receivers: Sequence[int],
    *,
    between: tuple[datetime, datetime],
    claims_before: datetime,
    most_tries: int,
) -> tuple[Unfetched, ...]:
    """Lists between this office and one of ``receivers``, sent between two moments, of which nobody has taken or moved a single
    person, and about which no e-mail was sent or is being sent: a claim older than ``claims_before`` counts no more,
    until ``most_tries`` were made."""
    waiting = (
        select(application.c.batch_id, func.count().label("here"), func.min(application.c.status).label("status"))
        .join(batch, and_(batch.c.id == application.c.batch_id, batch.c.to_office_id == application.c.office_id))
        .where(application.c.taken_by.is_(None), batch.c.created_at.between(*between))
        .where(
            batch.c.to_office_id.in_(receivers),
            or_(batch.c.to_office_id == office_id, batch.c.from_office_id == office_id),
        )
        .where(batch.c.to_office_id != batch.c.from_office_id)
        .group_by(application.c.batch_id)
        .subquery()
    )
    receiver, sender = office.alias("receiver"), office.alias("sender")
    number = select(func.min(letter.c.number)).where(letter.c.batch_id == batch.c.id).scalar_subquery()
    open_claim = and_(mail_notice.c.state.in_(("diambil", "gagal")), mail_notice.c.claimed_at < claims_before)
    open_claim = and_(open_claim, mail_notice.c.tries < most_tries)
    statement = (
        select(batch.c.id, receiver.c.id, receiver.c.name, receiver.c.email, sender.c.name, func.coalesce(number, ""))
        .add_columns(waiting.c.status, batch.c.people, batch.c.created_at)
        .join_from(batch, waiting, and_(waiting.c.batch_id == batch.c.id, waiting.c.here == batch.c.people))
        .join(receiver, receiver.c.id == batch.c.to_office_id)
        .join(sender, sender.c.id == batch.c.from_office_id)
        .outerjoin(mail_notice, mail_notice.c.batch_id == batch.c.id)
        .where(or_(mail_notice.c.batch_id.is_(None), open_claim))
        .order_by(batch.c.id)
    )
    return tuple(Unfetched(*row) for row in connection.execute(statement))
