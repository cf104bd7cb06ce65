"""A city from a seed, whose lists are known to be wrong in known places: what a reconciliation must find, and no more.

``people`` members of one segment, a population register, a bill of one month with leaks of each kind, and a list of PBI
JK. ``truth`` says which rule must name which number; ``billed`` and ``expected`` are counted here, by hand, so that the
sum of the findings can be proved against them.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

PERIOD, FIRST = "2026-10", date(2026, 10, 1)
DUE = 37_800
GIVEN = tuple(
    """SITI SRI MUHAMMAD AHMAD NUR DEWI BUDI AGUS EKO DWI TRI RINI WATI YANTI SLAMET SUTRISNO BAMBANG HENDRA JOKO ANDI RUDI
    YUSUF IBRAHIM FATIMAH AMINAH KHADIJAH MARIA YOHANES PETRUS MADE WAYAN KETUT NYOMAN PUTU ASEP UJANG NENENG EUIS""".split()  # noqa: SIM905
)
FAMILY = tuple(
    """SANTOSO WIJAYA HIDAYAT LESTARI RAHAYU PRATAMA SAPUTRA KUSUMA NUGROHO SETIAWAN WIBOWO SUSANTO PURNOMO HARTONO SURYADI
    FIRMANSYAH RAMADHAN MAULANA SIMANJUNTAK SIREGAR NASUTION LUBIS HARAHAP WULANDARI ANGGRAINI PERMATA UTAMI""".split()  # noqa: SIM905
)
KINDS = (
    *("meninggal", "baru_meninggal", "pindah", "hanya_mereka", "hanya_kita", "ganda", "ganda_nik", "nik_tidak_ada"),
    *("jumlah_salah", "segmen_salah", "dobel_pbi", "bulan_lain", "sebelum_program", "nik_tertukar", "lahir_beda"),
    *("jk_beda", "nomor_beda", "nama_salah_ketik", "nama_lain", "nik_kosong"),
)
EXACT = (
    *("sebelum_program", "ganda", "bulan_lain", "meninggal", "pindah", "dobel_pbi", "segmen_salah", "hanya_mereka"),
    *("nik_tidak_ada", "jumlah_salah", "hanya_kita", "nik_cacat", "nik_lahir", "nik_jk", "nik_beda", "nomor_beda"),
    *("lahir_beda", "jk_beda"),
)
Line = tuple[Any, ...]
LINE = ("number", "nik", "name", "sex", "birth_date", "status", "period", "amount")


@dataclass
class City:
    """Everything the offices of one city have written down. Days are ISO text."""

    people: int
    persons: list[tuple[Any, ...]] = field(default_factory=list)  # id, nik, name, sex, birth
    members: list[tuple[Any, ...]] = field(default_factory=list)  # person, number, segment, from
    residents: list[tuple[Any, ...]] = field(default_factory=list)  # nik, name, sex, birth, state, since
    lines: list[Line] = field(default_factory=list)
    pbi: list[Line] = field(default_factory=list)
    truth: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    strange_names: dict[str, str] = field(default_factory=dict)
    billed: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class _Soul:
    at: int
    nik: str
    number: str
    name: str
    sex: str
    birth: str


def city(seed: int, people: int, leaks: int | None = None) -> City:
    """``leaks``: how many of each kind (default: one in two hundred)."""
    dice = random.Random(seed)
    each = max(people // 200, 1) if leaks is None else leaks
    assert each * len(KINDS) <= people
    kinds = [kind for kind in KINDS for _ in range(each)]
    where = dict(zip(dice.sample(range(people), len(kinds)), kinds, strict=True))
    made = City(people)
    for at in range(people):
        _settle(made, _soul(dice, at), where.get(at, ""), dice)
    made.billed = sum(line[7] for line in made.lines)
    return made


def shuffled(made: City, seed: int) -> City:
    """The same bill in another order."""
    lines = list(made.lines)
    random.Random(seed).shuffle(lines)
    return City(made.people, made.persons, made.members, made.residents, lines, made.pbi, made.truth)


def _soul(dice: random.Random, at: int) -> _Soul:
    born = date(1945, 1, 1) + timedelta(days=at * 7919 % 27_000)
    woman = at % 2
    day = born.day + 40 * woman
    nik = f"3375{1 + at // 270_000:02d}{day:02d}{born:%m%y}{at // 27_000 % 10}{at % 997:03d}"
    name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"
    return _Soul(at, nik, f"{at + 1_000_000:013d}", name, "LP"[woman], born.isoformat())


def _settle(made: City, soul: _Soul, kind: str, dice: random.Random) -> None:
    """One member as all lists should have it, unless ``kind`` says what went wrong."""
    change = _CHANGES.get(kind)
    if kind not in ("hanya_mereka", "nik_kosong_asing"):
        made.persons.append((soul.at + 1, soul.nik, soul.name, soul.sex, soul.birth))
        made.members.append((soul.at + 1, soul.number, "ppu" if kind == "segmen_salah" else "pbi_kota", "2022-01-01"))
    state, since = "ada", None
    if kind in ("meninggal", "pindah"):
        state, since = kind, (FIRST - timedelta(days=dice.randint(1, 200))).isoformat()
    elif kind == "baru_meninggal":
        state, since = "meninggal", (FIRST + timedelta(days=dice.randint(0, 20))).isoformat()
    if kind != "nik_tidak_ada":
        made.residents.append((soul.nik, soul.name, soul.sex, soul.birth, state, since))
    line = [soul.number, soul.nik, soul.name, soul.sex, soul.birth, "0", PERIOD, DUE]
    lines = [line]
    if change is not None:
        lines = change(made, soul, line, dice)
    made.lines += [tuple(one) for one in lines]
    if kind not in ("meninggal", "pindah", "hanya_mereka", "segmen_salah", "dobel_pbi", "nik_tidak_ada"):
        made.expected += DUE


def _named(rule: str, *others: str) -> Any:
    def change(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
        for one in (rule, *others):
            made.truth[one].add(soul.number)
        return [line]

    return change


def _missing(made: City, soul: _Soul, _line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["hanya_kita"].add(soul.number)
    return []


def _twice(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["ganda"].add(soul.number)
    return [line, list(line)]


def _under_two_numbers(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    other = f"9{soul.number[1:]}"
    made.truth["ganda"].add(other)
    return [line, [other, *line[1:]]]


def _amount(made: City, soul: _Soul, line: list[Any], dice: random.Random) -> list[list[Any]]:
    made.truth["jumlah_salah"].add(soul.number)
    return [[*line[:7], dice.choice((35_000, 42_000, 25_500, 0))]]


def _also_pbi(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["dobel_pbi"].add(soul.number)
    made.pbi.append((f"8{soul.number[1:]}", *line[1:6], PERIOD, 42_000))
    return [line]


def _month(rule: str, period: str) -> Any:
    def change(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
        made.truth[rule].add(soul.number)
        if rule == "sebelum_program":
            made.truth["bulan_lain"].add(soul.number)
        return [line, [*line[:6], period, DUE]]

    return change


def _swapped(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    nik = f"{soul.nik[:4]}{(int(soul.nik[4:6]) + 40):02d}{soul.nik[6:]}"
    made.truth["nik_beda"].add(soul.number)
    return [[line[0], nik, *line[2:]]]


def _birth(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["lahir_beda"].add(soul.number)
    made.truth["nik_lahir"].add(soul.number)
    other = date.fromisoformat(soul.birth) + timedelta(days=1)
    return [[*line[:4], other.isoformat(), *line[5:]]]


def _sex(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["jk_beda"].add(soul.number)
    made.truth["nik_jk"].add(soul.number)
    return [[*line[:3], "P" if soul.sex == "L" else "L", *line[4:]]]


def _other_number(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    other = f"7{soul.number[1:]}"
    made.truth["nomor_beda"].add(other)
    return [[other, *line[1:]]]


def _mistyped(made: City, soul: _Soul, line: list[Any], dice: random.Random) -> list[list[Any]]:
    """A letter fell out, was doubled or changed places: still the same person, and not worth a finding."""
    at = dice.randrange(1, len(soul.name) - 1)
    name = dice.choice(
        (
            soul.name[:at] + soul.name[at + 1 :],
            soul.name[:at] + soul.name[at] + soul.name[at:],
            soul.name[: at - 1] + soul.name[at] + soul.name[at - 1] + soul.name[at + 1 :],
        )
    )
    made.strange_names[soul.number] = "salah ketik"
    return [[*line[:2], name, *line[3:]]]


def _another_name(made: City, soul: _Soul, line: list[Any], dice: random.Random) -> list[list[Any]]:
    given = dice.choice([word for word in GIVEN if word not in soul.name])
    family = dice.choice([word for word in FAMILY if word not in soul.name])
    made.strange_names[soul.number] = "orang lain"
    return [[*line[:2], f"{given} {family}", *line[3:]]]


def _no_nik(made: City, soul: _Soul, line: list[Any], _dice: random.Random) -> list[list[Any]]:
    made.truth["nik_cacat"].add(soul.number)
    return [[line[0], None, *line[2:]]]


_CHANGES: dict[str, Any] = {
    "meninggal": _named("meninggal"),
    "pindah": _named("pindah"),
    "hanya_mereka": _named("hanya_mereka"),
    "hanya_kita": _missing,
    "ganda": _twice,
    "ganda_nik": _under_two_numbers,
    "nik_tidak_ada": _named("nik_tidak_ada"),
    "jumlah_salah": _amount,
    "segmen_salah": _named("segmen_salah", "hanya_mereka"),
    "dobel_pbi": _also_pbi,
    "bulan_lain": _month("bulan_lain", "2026-09"),
    "sebelum_program": _month("sebelum_program", "2019-05"),
    "nik_tertukar": _swapped,
    "lahir_beda": _birth,
    "jk_beda": _sex,
    "nomor_beda": _other_number,
    "nama_salah_ketik": _mistyped,
    "nama_lain": _another_name,
    "nik_kosong": _no_nik,
}


def chunks(rows: Sequence[Any], size: int = 5000) -> Iterator[Sequence[Any]]:
    """Rows in parts."""
    return (rows[at : at + size] for at in range(0, len(rows), size))
