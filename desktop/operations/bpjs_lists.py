"""What a list or bill of BPJS is held against before it counts: its month, the file it replaces, how long such files were.
Parts of ``import_list``."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from db.queries.list_runs import StandingRun, last_standing
from db.queries.membership_counts import segment_counts
from db.queries.offices import settings
from db.tables.lists import list_row
from desktop.operations.work import Work
from desktop.settings import number_setting
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """Of which kind, month and segment a list is; of these only the newest is compared."""

    layout: str
    period: str
    segment: str


def refuse_other_month(work: Work, run_id: int, period: str) -> None:
    """:raises Refused: for a list with a line of a later month, or with more lines of another month."""
    r = list_row.c
    counted = select(r.period, func.count()).where(r.run_id == run_id, r.period.is_not(None)).group_by(r.period)
    months = {str(month): int(count) for month, count in work.connection.execute(counted)}
    remedy = "Pilih bulan yang benar, atau minta berkas bulan itu."
    if later := [month for month in months if month > period]:
        what = f"Berkas ini memuat bulan {min(later)}, sesudah bulan {period} yang dipilih."
        raise Refused("wrong_month", f"{what} {remedy}")
    named, chosen = sum(months.values()), months.get(period, 0)
    most = max(months, key=lambda month: months[month], default=period)
    # A village's bill of a quarter names three months alike, and arrears stand beside the month.
    if months.get(most, 0) > chosen:
        what = f"Hanya {chosen} dari {named} baris berkas ini untuk bulan {period}; yang terbanyak bulan {most}."
        raise Refused("wrong_month", f"{what} {remedy}")


def held_against(work: Work, run_id: int, place: Place, lines: int) -> dict[str, Any]:
    """``replaces``: the file of the same month and segment that counts no more; ``fewer``: that this one is much shorter
    than the last such file, or without one than our list of members. Each only where it is so."""
    before = last_standing(work.connection, place.layout, place.period, place.segment, besides=run_id)
    told: dict[str, Any] = {}
    if before is not None and before.period == place.period:
        told["replaces"] = asdict(before)
    expected, what = _expected(work, place, before)
    share = number_setting(settings(work.connection), "list_share", least=1, most=100)
    if lines * 100 < expected * share:
        told["fewer"] = {"lines": lines, "expected": expected, "what": what}
    return told


def _expected(work: Work, place: Place, before: StandingRun | None) -> tuple[int, str]:
    if before is not None:
        return before.accepted, f"{before.file_name} untuk {say_month(month_of(before.period))}"
    counts = {one.segment: one.counts[0] for one in segment_counts(work.connection, [month_of(place.period)])}
    return counts.get(place.segment, 0), "daftar peserta kita di segmen ini"


def sentences(told: Mapping[str, Any]) -> list[str]:
    """The same for the clerk."""
    said = []
    if one := told.get("replaces"):
        said.append(f"Menggantikan {one['file_name']} ({one['accepted']} baris) untuk bulan dan segmen ini.")
    if told.get("fewer"):
        said.append(shorter(told["fewer"]))
    return said


def shorter(fewer: Mapping[str, Any]) -> str:
    """How much shorter than what."""
    return f"Berkas ini hanya {fewer['lines']} baris, sedangkan {fewer['what']} {fewer['expected']}."


def refuse_fewer(told: Mapping[str, Any]) -> None:
    """:raises Refused: for a list that may have been cut, unless somebody said that it is whole."""
    if fewer := told.get("fewer"):
        remedy = "Minta berkas yang utuh; bila memang sekian, nyatakan itu (centang di layar, --fewer di perintah)."
        raise Refused("few_lines", f"{shorter(fewer)} {remedy}")
