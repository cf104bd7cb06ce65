"""Lines of the table of rates in words: which is in force, what is lacking, rupiah as they are typed. No Qt."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from db.queries.rates import RateRow
from desktop.sop.rates import Rate, Tariff
from desktop.sop.segments import segments

STATES = {"berlaku": ("Berlaku", "ok"), "nanti": ("Akan berlaku", "info"), "lalu": ("Digantikan", "plain")}


def state_of(row: RateRow, rows: Sequence[RateRow], today: date) -> str:
    """Key of :data:`STATES`: of every class and budget line the newest line that has begun is in force."""
    if row.valid_from > today:
        return "nanti"
    same = (one for one in rows if _line(one) == _line(row) and one.valid_from <= today)
    return "berlaku" if max(one.valid_from for one in same) == row.valid_from else "lalu"


def _line(row: RateRow) -> tuple[str, int, str]:
    return row.segment, row.ward_class, row.budget_line.casefold()


def due(rows: Sequence[RateRow], segment: str, today: date) -> Mapping[int, int]:
    """Class → what a member of a segment costs this month, all budget lines together."""
    lines = (Rate(**{name: getattr(row, name) for name in Rate.__struct_fields__}) for row in rows)
    return Tariff.of(lines, segment).month(today.replace(day=1))


def lacking(rows: Sequence[RateRow]) -> str:
    """Which segments that the region pays for have no rate yet, and what follows; "" for none."""
    known = {row.segment for row in rows}
    without = [one for one in segments() if one.ours and one.code not in known]
    if not without:
        return ""
    said = f"Belum ada tarif: {', '.join(one.label for one in without)}. Tagihannya belum dapat dibandingkan."
    village = any(one.code == "kp_desa" for one in without)
    tail = (
        " Iuran KP Desa 5 % dari upah: 4 % daerah, 1 % peserta (Permendagri 119/2019); isi rupiahnya bila ditetapkan."
    )
    return said + (tail if village else "")


def rupiah(text: str) -> int | None:
    """`37.800`, `Rp 37800`, `-5` as a number; ``None`` for what is no whole amount."""
    bare = re.sub(r"^rp\.?", "", text.strip().casefold()).replace(" ", "")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", bare):
        bare = bare.replace(".", "")
    return int(bare) if re.fullmatch(r"-?[0-9]{1,12}", bare) else None
