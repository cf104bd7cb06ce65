"""Who leads an office today: its head, a Plh or Plt in force, or an administrator. They alone take over work (A8)."""

from datetime import date

from sqlalchemy import Connection

from db.queries.offices import office_by_id
from db.queries.staff import StaffRow
from desktop.operations.signers import acting_on


def leads(connection: Connection, staff: StaffRow, day: date) -> bool:
    """Whether this staff member leads the own office on that day; administrators always do."""
    if "admin" in staff.roles:
        return True
    acting = acting_on(connection, staff.office_id, day)
    if acting is not None and acting.staff_id == staff.id:
        return True
    office = office_by_id(connection, staff.office_id)
    return office is not None and bool(staff.nip) and office.head_nip.replace(" ", "") == staff.nip.replace(" ", "")
