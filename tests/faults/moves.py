"""What a desk may wish for next: a seeded choice among legal moves, edits, double clicks, and moves no rule allows."""

import random
from dataclasses import replace

from chain import newcomers, seen

from db.queries.cases import cases_by_id, queue
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import RecordIntake
from desktop.operations.make_cards import MakeCards
from desktop.operations.manage_staff import AddStaff
from desktop.operations.move import Move
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.operations.take import Release, Take
from desktop.sop.procedure import load_procedure

WBS = load_procedure("wbs")
OWN_WAYS = {"nik_ditemukan", "nik_diterbitkan", "terbitkan_eid"}
ENDS = {"cetak_kartu", "tutup"}
NOBODY = 10**9


def nik_of(row):
    """A NIK of the right shape that only this case asks for."""
    birth = row.birth_date
    return f"317501{birth.day:02d}{birth:%m%y}{1000 + row.id % 9000:04d}"


class Wishes:
    """The next wish of one desk: (command, whether every rule forbids it). ``others`` are commands of all desks."""

    def __init__(self, seat, dice: random.Random, ids, clock, others):
        self.seat, self.dice, self.ids, self.clock, self.others = seat, dice, ids, clock, others
        self.mine = [(step, a) for step, a in WBS.actions() if step.actor in seat.staff.roles and a.name != "tutup"]
        self.not_mine = [a.name for step, a in WBS.actions() if step.actor not in seat.staff.roles]
        self.done = []

    def next(self):
        ways = ((self.legal, 55), (self.illegal, 30), (self.double_click, 5), (self.edit, 5), (self.take, 5))
        way = self.dice.choices([way for way, _ in ways], [weight for _, weight in ways])[0]
        return way() or self.legal() or self.illegal()

    def legal(self):
        """What waits on this desk, one to three people."""
        if "satpol_pp" in self.seat.staff.roles and self.dice.random() < 0.3:
            return RecordIntake(people=newcomers(self.dice.randint(1, 2), self.clock), panti_office_id=2), False
        _, action = self.dice.choice(self.mine)
        rows = self._here(action.sources)
        if not rows or (action.name in ENDS and self.dice.random() < 0.6):
            return None
        return self._work(action, self.dice.sample(rows, min(len(rows), self.dice.randint(1, 3)))), False

    def _work(self, action, rows):
        if action.name in {"nik_ditemukan", "nik_diterbitkan"}:
            return RecordNik(case=seen(rows)[0], nik=rows[0].nik or nik_of(rows[0]))
        if action.name == "terbitkan_eid":
            return RecordEid(eids=tuple(Eid((r.id, r.version), f"1{r.id:012d}", "Puskesmas Cakung") for r in rows))
        if action.cards and self.dice.random() < 0.5:
            return MakeCards(cases=seen(rows), layout="eid_a4", pdf=b"%PDF", reason="Hilang.")
        return self._move(action.name, seen(rows))

    def _move(self, action, cases, reason="Alasan."):
        return Move(procedure="wbs", action=action, cases=cases, reason=reason)

    def illegal(self):
        """Forbidden whatever the other desks did since this one looked."""
        ways = (self._other_role, self._old, self._wrong_turn, self._nobody, self._stolen, self._no_right, self._silent)
        return self.dice.choice(ways)() or (self._nobody()[0], True)

    def _other_role(self):
        rows = self._any()
        return (self._move(self.dice.choice(self.not_mine), seen(rows)), True) if rows else None

    def _old(self):
        _, action = self.dice.choice(self.mine)
        rows = self._here(action.sources)[:2]
        return (self._move(action.name, tuple((r.id, r.version - 1) for r in rows)), True) if rows else None

    def _wrong_turn(self):
        _, action = self.dice.choice(self.mine)
        rows = [row for row in self._any() if row.status not in action.sources]
        return (self._move(action.name, seen(rows)), True) if rows else None

    def _nobody(self):
        return self._move(self.dice.choice(self.mine)[1].name, ((NOBODY, 1),)), True

    def _stolen(self):
        """Somebody else's request id."""
        foreign = [command for name, command in self.others[-50:] if name != self.seat.staff.username]
        return (self.dice.choice(foreign), True) if foreign else None

    def _no_right(self):
        return AddStaff(username="penyusup", name="Penyusup", office_id=1, password="rahasia-panjang-sekali"), True

    def _silent(self):
        """An action that needs a reason, without one."""
        action = next((a for _, a in self.mine if a.reason), None)
        rows = self._here(action.sources)[:1] if action else ()
        return (self._move(action.name, seen(rows), reason=" "), True) if rows else None

    def double_click(self):
        """The same request again, long after."""
        return (self.dice.choice(self.done), False) if self.done else None

    def edit(self):
        rows = self._here(tuple(s for _, a in self.mine for s in a.sources))
        if not rows:
            return None
        row, room = self.dice.choice(rows), self.dice.choice(("Melati 1", "Anggrek 2", ""))
        return EditCase(application_id=row.id, before={"room": row.room}, after={"room": room}), False

    def take(self):
        rows = self._here(tuple(s for _, a in self.mine for s in a.sources))
        if not rows:
            return None
        row = self.dice.choice(rows)
        case = (row.id, row.version)
        return (Release(case=case) if row.taken_by else Take(case=case)), False

    def _here(self, statuses):
        return self.seat.read(queue, self.seat.staff.office_id, statuses, limit=40)

    def _any(self):
        return self.seat.read(cases_by_id, self.dice.sample(self.ids, min(3, len(self.ids))))


def anew(command):
    """The same wish by another request."""
    return replace(command, request=command.request[::-1])
