"""Offices in which letters are initialled before they are issued, for tests of screens."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from desktop.office import Office
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules, SaveSigner
from desktop.operations.manage_staff import AddStaff
from desktop.operations.submit_draft import SubmitDraft
from desktop.seat import Seat
from tests.conftest import SeatOf, seats_of
from tests.ui.stages import seen, waiting


def official(office: Office, seats: SeatOf, of: str, username: str, name: str, position: str) -> Seat:
    """One more person at the office where ``of`` sits, with the same role."""
    chair = seats(of).staff
    seats("admin").run(
        AddStaff(
            username=username,
            name=name,
            position=position,
            office_id=chair.office_id,
            roles=frozenset(chair.roles),
            password="rahasia-latihan-1",
            must_change=False,
        )
    )
    return seats_of(office)(username)


def ask_paraf(seats: SeatOf, code: str, of: str, officials: Sequence[Seat]) -> None:
    """From now on this letter of that office needs the paraf of these people, in this order."""
    steps = tuple((one.staff.position, one.staff.id) for one in officials)
    seats("admin").run(SaveParafRules(office_id=seats(of).staff.office_id, code=code, steps=steps))


def submit(seat: Seat, action: str, status: str, people: int | None = None, skip: int = 0, **more: Any) -> int:
    """A draft about those who wait in ``status``, after ``skip`` of them; gives its id."""
    rows = waiting(seat, status)
    outcome = seat.run(
        SubmitDraft(
            procedure="wbs", action=action, cases=seen(rows[skip : None if people is None else skip + people]), **more
        )
    )
    return int(outcome.data["draft"])


def give(seat: Seat, draft_id: int) -> None:
    """This official's paraf."""
    from db.queries.drafts import draft_by_id

    row = seat.read(draft_by_id, draft_id)
    assert row is not None
    seat.run(InitialDraft(draft_id=draft_id, version=row.version))


def appoint(seats: SeatOf, of: str, capacity: str, name: str, **more: Any) -> None:
    """One more signer of the office where ``of`` sits, from the first day of the tests' year."""
    given = {"position": "Sekretaris Dinas", "valid_from": date(2026, 1, 1), "basis": "SPT 12/2026"} | more
    seats("admin").run(SaveSigner(office_id=seats(of).staff.office_id, capacity=capacity, name=name, **given))
