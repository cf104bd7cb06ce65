"""What is known of the people in doubt: who they are, what else they are members of, whether they are here."""

from sqlalchemy import Connection, and_, case, func, or_, select, update

from db.queries.gone import HERE, word_of
from db.reconcile.month import PBI, Month
from db.tables.civil import civil_event
from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.reconciliation import doubt
from db.tables.registry import resident


def find_people(connection: Connection, month: Month) -> None:
    """Whoever is no member of this segment may be one of another, or be known to us by the NIK."""
    mine = (doubt.c.reconciliation_id == month.id, doubt.c.person_id.is_(None))
    elsewhere = and_(membership.c.participant_number == doubt.c.number, month.running(membership))
    connection.execute(update(doubt).where(*mine, elsewhere).values(person_id=membership.c.person_id))
    stands = func.coalesce(person.c.merged_into, person.c.id)
    connection.execute(update(doubt).where(*mine, person.c.nik == doubt.c.nik).values(person_id=stands))


def other_segments(connection: Connection, month: Month) -> None:
    """What else the person is. Of two segments that the region pays for the older one is right: else each month would
    strike what it leaves to the other."""
    one, own = doubt.alias(), membership.alias()
    is_pbi = case((membership.c.segment == PBI, 1), else_=0)
    older = or_(
        membership.c.valid_from < own.c.valid_from,
        and_(membership.c.valid_from == own.c.valid_from, membership.c.id < own.c.id),
    )
    right = or_(membership.c.segment.not_in(month.regional), own.c.id.is_(None), older)
    found = (
        select(
            one.c.id,
            func.max(is_pbi).label("pbi"),
            func.min(membership.c.segment).label("segment"),
            func.min(membership.c.valid_from).label("since"),
        )
        .select_from(one)
        .join(membership, membership.c.person_id == one.c.person_id)
        .outerjoin(own, own.c.id == one.c.membership_id)
        .where(one.c.reconciliation_id == month.id, membership.c.segment != month.segment, month.running(membership))
        .where(right)
        .group_by(one.c.id)
        .subquery()
    )
    values = {"in_pbi": found.c.pbi == 1, "other_segment": found.c.segment, "other_since": found.c.since}
    connection.execute(update(doubt).where(doubt.c.id == found.c.id).values(values))
    if month.pbi_runs:
        listed = select(list_row.c.nik).where(list_row.c.run_id.in_(month.pbi_runs), list_row.c.nik.is_not(None))
        mine = (doubt.c.reconciliation_id == month.id, func.coalesce(doubt.c.our_nik, doubt.c.nik).in_(listed))
        connection.execute(update(doubt).where(*mine).values(in_pbi=True))


def merged_memberships(connection: Connection, month: Month) -> None:
    """Who was merged was a member since the older of both memberships began, whichever of them goes on."""
    went_on = membership.alias()
    before = (
        select(went_on.c.id, func.min(membership.c.valid_from).label("since"))
        .join(went_on, went_on.c.person_id == membership.c.person_id)
        .where(membership.c.end_merge_id.is_not(None), membership.c.segment == month.segment)
        .where(went_on.c.segment == month.segment, membership.c.valid_to >= went_on.c.valid_from)
        .group_by(went_on.c.id)
        .subquery()
    )
    earlier = (doubt.c.membership_id == before.c.id, before.c.since < doubt.c.own_since)
    mine = doubt.c.reconciliation_id == month.id
    connection.execute(update(doubt).where(mine, *earlier).values(own_since=before.c.since))


def ask_register(connection: Connection, month: Month) -> None:
    """What was delivered of everybody in doubt; a death or move recorded since, or of who was never delivered, counts all
    the same."""
    mine = doubt.c.reconciliation_id == month.id
    theirs = resident.c.nik == func.coalesce(doubt.c.our_nik, doubt.c.nik)
    values = {"state": resident.c.state, "state_since": resident.c.since}
    connection.execute(update(doubt).where(mine, theirs).values(values))
    event = civil_event
    unknown = func.coalesce(doubt.c.state, HERE) == HERE
    dead = and_(event.c.kind == "kematian", doubt.c.state != "meninggal")
    told = and_(event.c.person_id == doubt.c.person_id, event.c.revoked_at.is_(None), or_(unknown, dead))
    said = {"state": word_of(event), "state_since": event.c.event_date}
    connection.execute(update(doubt).where(mine, told).values(said))
