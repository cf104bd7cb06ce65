"""How a trail is narrowed down: by month, and by what kind of thing was done (L10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from db.queries.trail import TrailPart

LOOKED = frozenset({"buka_orang", "lihat_orang", "cari_orang", "lihat_surat", "lihat_pindaian", "riwayat"})
OPENED = frozenset({"buka_nik"})
LEFT = frozenset({"ekspor", "simpan_surat", "cetak", "cetak_gagal", "cetak_batal", "kirim_surat", "terima_surat"})


@dataclass(frozen=True, slots=True)
class Group:
    """A choice of the filter."""

    label: str
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


GROUPS: Mapping[str, Group] = {
    "utama": Group("Semua kecuali yang hanya melihat", without=LOOKED),
    "semua": Group("Semua kegiatan"),
    "ubah": Group("Perubahan data dan langkah", without=LOOKED | OPENED | LEFT),
    "lihat": Group("Dilihat, dicari, NIK dibuka", only=LOOKED | OPENED),
    "keluar": Group("Ekspor, salinan, cetak, dan kirim", only=LEFT),
}


def part_of(group: str, month: date | None, zone: tzinfo, letter: str = "") -> TrailPart:
    """The lines of one month of the office's own calendar (all months without one) and one of :data:`GROUPS`, of one
    ``letter`` when its number is given."""
    chosen = GROUPS[group]
    if month is None:
        return TrailPart(only=chosen.only, without=chosen.without, letter=letter)
    begin = datetime.combine(month.replace(day=1), time(0), zone)
    return TrailPart(begin, datetime.combine(next_month(month), time(0), zone), chosen.only, chosen.without, letter)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of all months from ``first`` to ``last``, newest first."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return tuple(reversed(found))
