"""When two records may become one: which values the clerk chooses, and what stands in the way (B6). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.sop.refusals import Refused

CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "alias": ("alias",),
    "sex": ("sex",),
    "birth_place": ("birth_place",),
    "birth_date": ("birth_date", "birth_estimated"),
    "address": ("address", "kelurahan", "kecamatan"),
    "marital": ("marital",),
    "id_dtks": ("id_dtks",),
}
"""What is chosen as one → the columns it carries: an estimated day of birth goes with the day, a kelurahan with its address."""
CHOICE_LABELS: Mapping[str, str] = {
    "name": "Nama",
    "alias": "Alias",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir",
    "address": "Alamat",
    "marital": "Status kawin",
    "id_dtks": "ID DTKS",
}
DOUBLE = "ganda"
"""Why a membership ends that turns out to be the second one of the same person."""


@dataclass(frozen=True, slots=True)
class Running:
    """A membership that runs: its segment, since when, and the first day of the newest closed month of that segment."""

    id: int
    number: str
    segment: str
    valid_from: date
    closed: date | None = None


def nik_after(
    kept: str | None, merged: str | None, *, kept_known: bool, merged_known: bool
) -> tuple[str | None, str | None]:
    """(NIK of the kept record, NIK that stays on the merged one). The NIK goes with the record that is kept; a record
    without one takes over the other's. ``known``: whether the population register has that NIK.

    :raises Refused: ``two_people`` when the register knows both; ``nik_of_other`` when it knows only the other one.
    """
    if kept is None:
        return merged, None
    if merged is None or merged == kept:
        return kept, None
    if kept_known and merged_known:
        what = "Kedua NIK dikenal Dukcapil sebagai dua penduduk yang berbeda."
        raise Refused("two_people", f"{what} Tanyakan dulu kepada Dukcapil NIK mana yang benar.")
    if merged_known:
        what = "Data kependudukan hanya mengenal NIK di catatan yang akan digabung."
        raise Refused("nik_of_other", f"{what} Tukar: pertahankan catatan itu, lalu ulangi.")
    return kept, merged


def endings(
    running: Sequence[Running], stays: int | None, effective: date | None, *, today: date
) -> tuple[tuple[int, date], ...]:
    """Which memberships end, and on which day: one person is a member once. Nothing ends when at most one runs.

    :raises Refused: ``two_running`` while nobody said which stays and from when the other ends; ``bad_day`` for a day
        before it began, in a closed month, or further off than a year.
    """
    if len(running) < 2:
        return ()
    if stays is None or stays not in {one.id for one in running} or effective is None:
        what = f"{len(running)} kepesertaan masih berlaku untuk orang yang sama."
        raise Refused("two_running", f"{what} Pilih yang tetap berlaku, dan sejak kapan yang lain berakhir.")
    ended = [one for one in running if one.id != stays]
    for one in ended:
        if effective < one.valid_from:
            what = f"Kepesertaan {one.number} baru mulai {one.valid_from:%d-%m-%Y}."
            raise Refused("bad_day", f"{what} Pilih tanggal itu atau sesudahnya.")
        if one.closed is not None and effective <= one.closed:
            what = f"Bulan {one.closed:%m-%Y} segmen ini sudah ditutup dan tidak berubah lagi."
            raise Refused("bad_day", f"{what} Pilih tanggal sesudah {one.closed:%d-%m-%Y}.")
    if effective > today.replace(year=today.year + 1, day=min(today.day, 28)):
        raise Refused("bad_day", "Tanggal berakhir lebih dari setahun lagi. Periksa tahunnya.")
    return tuple((one.id, effective) for one in ended)


def digits_apart(one: str | None, other: str | None) -> int | None:
    """How many digits two NIKs differ in, two neighbours changed for each other counting once; ``None`` when one is
    unknown."""
    if not one or not other or len(one) != len(other):
        return None
    differing = [at for at in range(len(one)) if one[at] != other[at]]
    swapped = (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and one[differing[0]] == other[differing[1]]
        and one[differing[1]] == other[differing[0]]
    )
    return 1 if swapped else len(differing)


def say_places(one: str, other: str) -> str:
    """Where two numbers of one length differ: «angka ke-7 dan 8»; "" when they are the same, or no two such numbers."""
    if len(one) != len(other) or not (one.isdecimal() and other.isdecimal()):
        return ""
    places = [str(at) for at, pair in enumerate(zip(one, other, strict=True), 1) if pair[0] != pair[1]]
    return f"angka ke-{' dan '.join(filter(None, (', '.join(places[:-1]), places[-1])))}" if places else ""


def say_slip(one: date, other: date) -> str:
    """How two days of birth may be one that was mistyped; "" when they are simply two."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "tanggal dan bulan lahir tertukar"
    digits = [f"{day.day:02d}{day.month:02d}{day.year:04d}" for day in (one, other)]
    if digits_apart(*digits) != 1:
        return ""
    alone = sum(a != b for a, b in zip(*digits, strict=True)) == 1
    return "satu angka tanggal lahir beda" if alone else "dua angka tanggal lahir tertukar"


def say_niks(one: str | None, other: str | None) -> tuple[str, str]:
    """(words, tone) for two NIKs of what may be one person."""
    if not one and not other:
        return "keduanya tanpa NIK", "warn"
    apart = digits_apart(one, other)
    if apart is None:
        return "satu tanpa NIK", "ok"
    if apart <= 2:
        return f"NIK beda {apart} angka", "ok"
    return "NIK berbeda", "plain"
