"""When a doubt is a finding: one condition a rule, under the codes of ``resources/sop/reconciliation.toml``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, true

from db.reconcile.month import PBI, Month
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import doubt

Condition = Callable[[Month], ColumnElement[bool]]
_d, _line, _person = doubt.c, list_row.c, person.c
_LONG_AGO = date(1900, 1, 1)


def _text(value: ColumnElement[Any]) -> ColumnElement[str]:
    return func.coalesce(cast(value, String), "")


BILLED: ColumnElement[str] = case((_d.priced == true(), _text(_d.billed)), else_="")
DUE: ColumnElement[str] = case((_d.membership_id.is_not(None), _text(_d.due)), else_="")
"""What most rules show of theirs and of ours."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``of_data``: asked of the list that says who people are, and compared with the person we have. ``alone``: only where
    no rule before it concerns the same: who died and is not billed is not to be added."""

    when: Condition
    of_data: bool = False
    alone: bool = False
    theirs: ColumnElement[str] = BILLED
    ours: ColumnElement[str] = DUE
    since: ColumnElement[Any] | None = None


_pays = or_(_d.priced == true(), _d.list_row_id.is_(None))
_priced = _d.priced == true()


def _left(state: str) -> Condition:
    """Gone before the month began; without a day it was long ago."""
    return lambda month: and_(_pays, _d.state == state, func.coalesce(_d.state_since, _LONG_AGO) < month.first)


def _differs(condition: ColumnElement[bool]) -> Condition:
    return lambda _month: condition


def _other_segment(month: Month) -> ColumnElement[bool]:
    theirs = func.upper(_d.their_segment).in_(month.foreign)
    return and_(_pays, or_(_d.other_segment.is_not(None), theirs))


RULES: Mapping[str, Rule] = {
    "sebelum_program": Rule(lambda month: and_(_priced, _d.period < month.begins), theirs=_text(_d.period)),
    "ganda": Rule(_differs(and_(_pays, _d.place > 1)), theirs=_text(_d.number), ours=_text(_d.our_number)),
    "bulan_lain": Rule(lambda month: and_(_priced, _d.period != month.period), theirs=_text(_d.period)),
    "meninggal": Rule(_left("meninggal"), since=_d.state_since),
    "pindah": Rule(_left("pindah"), since=_d.state_since),
    "dobel_pbi": Rule(
        lambda month: and_(_pays, _d.in_pbi == true()) if month.segment != PBI else literal(False),
        since=_d.other_since,
    ),
    "segmen_salah": Rule(
        _other_segment,
        theirs=_text(_d.their_segment),
        ours=_text(_d.other_segment),
        since=_d.other_since,
    ),
    "hanya_mereka": Rule(_differs(and_(_priced, _d.membership_id.is_(None)))),
    "nik_tidak_ada": Rule(
        lambda month: and_(_pays, _d.state.is_(None)) if month.register else literal(False),
        theirs=_text(_d.nik),
        ours=_text(_d.our_nik),
    ),
    "jumlah_salah": Rule(_differs(and_(_priced, _d.membership_id.is_not(None), _d.billed != _d.due))),
    "hanya_kita": Rule(_differs(and_(_d.list_row_id.is_(None), _d.place == 1)), alone=True),
    "nik_cacat": Rule(
        _differs(_line.nik_note == "bentuk"), of_data=True, theirs=_text(_line.nik), ours=_text(_d.our_nik)
    ),
    "nik_lahir": Rule(
        _differs(_line.nik_note == "lahir"),
        of_data=True,
        theirs=_text(_line.birth_date),
        ours=_text(_person.birth_date),
    ),
    "nik_jk": Rule(_differs(_line.nik_note == "jk"), of_data=True, theirs=_text(_line.sex), ours=_text(_person.sex)),
    "nik_beda": Rule(
        _differs(and_(_d.matched == "nomor", _line.nik != _person.nik)),
        of_data=True,
        theirs=_text(_line.nik),
        ours=_text(_person.nik),
    ),
    "nomor_beda": Rule(
        _differs(and_(_priced, _d.matched == "nik", _d.number != _d.our_number, _d.place == 1)),
        theirs=_text(_d.number),
        ours=_text(_d.our_number),
    ),
    "lahir_beda": Rule(
        _differs(and_(_d.matched != "", _line.birth_date != _person.birth_date)),
        of_data=True,
        theirs=_text(_line.birth_date),
        ours=_text(_person.birth_date),
    ),
    "jk_beda": Rule(
        _differs(and_(_d.matched != "", _line.sex != _person.sex)),
        of_data=True,
        theirs=_text(_line.sex),
        ours=_text(_person.sex),
    ),
}
"""All rules that a statement can ask. ``nama_beda`` needs a score (``db.reconcile.names``)."""
