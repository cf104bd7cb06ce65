"""The invented office of the gallery and of the kit's tests: one clerk, forty people, no database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop.ui.desk import StaffRow

NOW = datetime(2026, 11, 23, 10, 14, tzinfo=ZoneInfo("Asia/Jakarta"))
STAFF = StaffRow(1, "ratna", "dr. Ratna Wulandari", "Validator", frozenset({"dinkes"}), 5, "Dinas Kesehatan", "dinkes")


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the sample list."""

    id: int
    name: str
    nik: str
    about: str
    finding: str
    tone: str
    waiting: str
    obstacle: str = ""


_PEOPLE = (
    ("Siti Aminah", "3173015403729912", "P · 54", "Padan", "ok"),
    ("Suparman alias Pak De", "3173010101659944", "L · ± 61", "Padan", "ok"),
    ("Tanpa nama (L-0231)", "3173010101919903", "L · ± 35", "Tanggal lahir perkiraan", "warn"),
    ("Dewi Lestari", "3275015402989907", "P · 28", "Sudah PBI APBN", "bad"),
    ("Rohani", "3173014501569921", "P · 70", "Padan", "ok"),
    ("Agus Salim", "3173010203799955", "L · 47", "Padan", "ok"),
    ("Maria Goreti", "5301014607879902", "P · 39", "Padan", "ok"),
    ("Bambang S.", "3374010909749931", "L · 52", "Nama mirip 78 %", "warn"),
    ("Nurhayati", "3173015203609990", "P · 66", "Padan", "ok"),
    ("Yohanes Kopong", "5306010101829911", "L · 44", "Padan", "ok"),
    ("Sri Wahyuni", "3311014909689916", "P · 58", "NIK ganda di daftar", "bad"),
    ("Ahmad Fauzi bin Muhammad Syafruddin", "3173010505079978", "L · 19", "Padan", "ok"),
    ("Lina Marlina", "3204016811939905", "P · 33", "Padan", "ok"),
)
PEOPLE = tuple(
    Row(n, *_PEOPLE[n % 13], f"0:{41 - n % 30:02d}", "Belum lolos pemeriksaan." if _PEOPLE[n % 13][4] == "bad" else "")
    for n in range(40)
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """As the operations give it."""

    sentence: str
    done: tuple[int, ...] = ()
    refused: tuple[Any, ...] = ()
    topics: frozenset[str] = frozenset()
    data: dict[str, Any] = field(default_factory=dict)
    changes: tuple[int, ...] = ()


class SampleOffice:
    """Answers from the rows above; commands are plain callables."""

    procedure = None
    sealed = False

    def run(self, command: Callable[[], Any]) -> Any:
        return command()

    def read(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return query(*args, **kw)

    def now(self) -> datetime:
        return NOW


def people() -> tuple[Row, ...]:
    """The sample query."""
    return PEOPLE


@dataclass(frozen=True, slots=True)
class Told:
    """A row that stays behind."""

    label: str
    sentence: str
