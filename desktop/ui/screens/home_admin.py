"""The administrator's half of the home page: offices and what they still lack, staff, the last imports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from db.queries.backups import BackupRow, last_good
from db.queries.desks import DeskRow, desks
from db.queries.imports import ImportRow, last_imports
from db.queries.offices import OfficeRow, holidays, offices
from db.queries.staff import StaffRow, staff_list
from desktop.ui.desk import Desk
from desktop.ui.format import moment, number
from desktop.ui.screens.backups_words import good_words
from desktop.ui.widgets import Caption, Card, FigureCard, Task, TaskList
from desktop.version import VERSION, is_newer, numbers


@dataclass(frozen=True, slots=True)
class AdminAnswer:
    """What an administrator looks after."""

    offices: tuple[OfficeRow, ...]
    staff: tuple[StaffRow, ...]
    holidays: int
    imports: tuple[ImportRow, ...]
    last_good: BackupRow | None
    desks: tuple[DeskRow, ...] = ()


def read_admin(connection: Any) -> AdminAnswer:
    """One reading for the page."""
    return AdminAnswer(
        offices(connection),
        staff_list(connection),
        len(holidays(connection)),
        last_imports(connection, 3),
        last_good(connection),
        desks(connection),
    )


def lacking(row: OfficeRow) -> str:
    """What an office still lacks on its letters, in words; empty when nothing."""
    needed = (("pemerintah", row.government), ("alamat", row.address), ("kota", row.city))
    signer = (("jabatan", row.head_position), ("nama", row.head_name))
    head = [word for word, value in needed if not value.strip()]
    sign = [f"{word} penanda tangan" for word, value in signer if not value.strip()]
    return ", ".join(head + sign)


class AdminPart(Card):
    """Offices with the number of their staff and what is missing; the last files read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Kantor dan petugas")
        self.desk = desk
        self.offices = TaskList("Belum ada kantor. Tambahkan di Kantor dan libur.")
        self.imports = TaskList("Belum ada daftar yang diimpor. Satpol PP mengimpor hasil penjangkauan dari Excel.")
        self.add(self.offices)
        self.box.addSpacing(6)
        self.add(Caption("Impor terakhir"))
        self.add(self.imports)
        self.box.addStretch(1)

    def load(self, cards: Callable[[list[FigureCard]], None]) -> None:
        """Read and fill; ``cards`` receives the figures for the top of the page."""
        self.desk.read(read_admin, then=lambda answer: self._fill(answer, cards))

    def _fill(self, answer: AdminAnswer, cards: Callable[[list[FigureCard]], None]) -> None:
        self.offices.set_tasks([self._office(row, answer) for row in answer.offices])
        self.imports.set_tasks([self._import(row) for row in answer.imports])
        cards(self._figures(answer))

    def _office(self, row: OfficeRow, answer: AdminAnswer) -> Task:
        count = sum(1 for one in answer.staff if one.office_id == row.id and not one.disabled)
        missing = lacking(row)
        line = f"{count} petugas aktif" + (f"  ·  belum diisi: {missing}" if missing else "")
        if not row.active:
            chip, tone = "nonaktif", "plain"
        elif not count:
            chip, tone = "tanpa petugas", "warn"
        else:
            chip, tone = ("belum lengkap", "warn") if missing else ("lengkap", "ok")
        return Task(row.name, line, chip, tone, lambda: self.desk.go("kantor", row.id))

    def _import(self, row: ImportRow) -> Task:
        line = f"{row.office_name}  ·  {row.staff_name}  ·  {moment(row.at.astimezone(self.desk.now().tzinfo))}"
        chip = f"{row.accepted} masuk" + (f", {row.rejected} ditolak" if row.rejected else "")
        if row.undone_at is not None:
            return Task(row.file_name, line, "dibatalkan", "plain")
        return Task(row.file_name, line, chip, "warn" if row.rejected else "ok")

    def _backup(self, good: BackupRow | None) -> tuple[str, str, str, str]:
        words, tone = good_words(good, self.desk.now())
        line = f"{number(good.counts.get('person', 0))} orang, sudah dihitung" if good else "atur di Cadangan"
        return words, "cadangan baik terakhir", line, tone

    def _computers(self, rows: tuple[DeskRow, ...]) -> FigureCard:
        newest = max([VERSION, *(row.version for row in rows)], key=numbers)
        behind = sum(1 for row in rows if is_newer(newest, row.version))
        line, tone = (f"{behind} perlu diperbarui", "warn") if behind else (f"Padan {newest}", "ok")
        return FigureCard(len(rows), "komputer", line, tone, lambda: self.desk.go("komputer"))

    def _figures(self, answer: AdminAnswer) -> list[FigureCard]:
        now = self.desk.now()
        active = [row for row in answer.staff if not row.disabled]
        locked = sum(1 for row in active if row.locked_until is not None and row.locked_until > now)
        lines = (f"{len(answer.staff) - len(active)} nonaktif", "kata sandi salah berulang kali", "lihat kop dan libur")
        return [
            FigureCard(len(active), "petugas aktif", lines[0], on=lambda: self.desk.go("petugas")),
            FigureCard(
                locked,
                "petugas terkunci",
                lines[1] if locked else "semua dapat masuk",
                "warn" if locked else "ok",
                lambda: self.desk.go("petugas"),
            ),
            FigureCard(len(answer.offices), "kantor", lines[2], on=lambda: self.desk.go("kantor")),
            FigureCard(
                answer.holidays,
                "hari libur",
                "jam SOP berhenti pada hari itu" if answer.holidays else "isi hari libur nasional",
                "plain" if answer.holidays else "warn",
                lambda: self.desk.go("kantor", "libur"),
            ),
            FigureCard(*self._backup(answer.last_good), lambda: self.desk.go("cadangan")),
            *([self._computers(answer.desks)] if answer.desks else []),
        ]
