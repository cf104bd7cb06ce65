"""What one comparison is about, and the expressions that several of its statements share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, FromClause, Integer, and_, case, func, literal, or_, true

from db.tables.lists import list_row

ACTIVE = ("0", "aktif")
PBI = "pbi_jk"
DEFAULT_CLASS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """``lines_run`` asks for money, ``people_run`` says who they are (the same import unless there are a list and a
    bill); ``pbi_run`` is the newest list of PBI JK. ``dues``: class → rupiah. ``paid``: (first day, rupiah) newest
    first, what was paid until the month before for somebody who should have left on or after that day, in months that
    were never closed; ``closed``: id → first day of the earlier ones that were, whose lines say what was paid.
    ``begins``: first month of the scheme. ``regional``: the segments the region pays for; ``foreign``: the words, in
    capitals, by which their lists name another segment than this. ``register``: whether the population register holds
    anybody. ``behind``: memberships under a number that is another's on that day."""

    id: int
    period: str
    first: date
    segment: str
    lines_run: int
    people_run: int
    billed_by_rate: bool
    pbi_run: int | None
    dues: Mapping[int, int]
    paid: Sequence[tuple[date, int]]
    closed: Mapping[int, date]
    begins: str
    foreign: Sequence[str]
    regional: Sequence[str]
    register: bool
    behind: Sequence[int] = ()

    def running(self, member: FromClause) -> ColumnElement[bool]:
        """Whose contribution of this month is owed: who is a member on its first day."""
        at = member.c
        return and_(at.valid_from <= self.first, or_(at.valid_to.is_(None), at.valid_to > self.first))

    def ours(self, member: FromClause) -> ColumnElement[bool]:
        """The same, of this segment."""
        return and_(member.c.segment == self.segment, self.running(member), self._alone(member))

    def ours_named(self, member: FromClause) -> ColumnElement[bool]:
        """The same of members who are named already: an index of the segment would lead through all of its members."""
        return and_(func.coalesce(member.c.segment, "") == self.segment, self.running(member), self._alone(member))

    def _alone(self, member: FromClause) -> ColumnElement[bool]:
        return member.c.id.not_in(self.behind) if self.behind else true()

    @property
    def flat(self) -> bool:
        """Whether everybody costs the same, whatever the class."""
        return len(set(self.dues.values())) <= 1

    @property
    def usual(self) -> int:
        """What a member of class III costs."""
        return self.dues.get(DEFAULT_CLASS, next(iter(self.dues.values()), 0))

    def billed(self, line: FromClause, member: FromClause) -> ColumnElement[int]:
        """What a line asks for: its amount; in a list without amounts what its member costs."""
        return self.due(member) if self.billed_by_rate else func.coalesce(line.c.amount, 0)

    def due(self, member: FromClause) -> ColumnElement[int]:
        """What a member costs this month."""
        usual = self.usual
        if self.flat:
            return literal(usual, Integer)
        others = {klass: amount for klass, amount in self.dues.items() if amount != usual}
        return case(others, value=func.coalesce(member.c.ward_class, DEFAULT_CLASS), else_=usual)

    def active(self, line: FromClause = list_row) -> ColumnElement[bool]:
        """Lines that ask for money: all of a bill; of a list the active participants."""
        if not self.billed_by_rate:
            return literal(True)
        said = line.c.status
        return or_(said.is_(None), said.in_(ACTIVE), func.lower(said).in_(ACTIVE))

    def this_month(self, line: FromClause = list_row) -> ColumnElement[bool]:
        """Lines of the month itself."""
        return or_(line.c.period.is_(None), line.c.period == self.period)
