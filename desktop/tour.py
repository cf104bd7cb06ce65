"""The tour: the whole procedure through the real screens of every role, in a practice office with its own clock."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.queries.cases import cases_by_id
from db.queries.letter_status import letter_files
from db.queries.letters import all_letters
from db.queries.report import compliance
from desktop import tour_month, tour_terpadu
from desktop.house import House
from desktop.practice import load_practice
from desktop.sop.procedure import load_procedure
from desktop.tour_desks import Desks
from desktop.tour_pictures import take_pictures

BEGIN = datetime(2026, 11, 23, 0, 45, tzinfo=UTC)  # Monday 07.45 in Jakarta


class TourClock:
    """The practice office's clock: it moves only when the story says that time passes."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)

    def next_morning(self) -> None:
        """08.00 of the next day."""
        self.now = (self.now + timedelta(days=1)).replace(hour=1, minute=0)


def tour(out: Path, progress: Callable[[str], None]) -> dict[str, Any]:
    """Play the procedure and leave letters, cards, workbooks and pictures in ``out``; gives the report of the verb."""
    for part in ("data", "surat", "kartu", "lembar-kerja", "layar", "rekonsiliasi"):
        shutil.rmtree(out / part, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    clock = TourClock()
    house = House(practice=True, folder=out / "data", clock=clock)
    from desktop.ui.driver import Driver

    driver = Driver(house)
    try:
        desks = Desks(driver, house, clock, out, progress, load_practice().password)
        desks.play()
        tour_terpadu.play(desks)
        tour_month.play(desks)
        take_pictures(desks)
        report: dict[str, Any] = driver.answer(lambda: _report(desks))
        return report
    finally:
        driver.close()


def _report(desks: Desks) -> dict[str, Any]:
    office = desks.house.office()
    letters = _write_letters(desks)
    end = desks.clock.now + timedelta(days=1)
    kept = office.read(compliance, BEGIN - timedelta(days=30), end)
    times = {row.step: row for row in kept if row.procedure == "wbs"}
    steps = [
        {
            "number": step.number,
            "actor": step.actor,
            "status": "selesai" if step.number in times else "belum",
            "standard": round(times[step.number].standard_seconds) if step.number in times else 0,
            "real": round(times[step.number].real_seconds) if step.number in times else 0,
        }
        for step in load_procedure("wbs").steps
    ]
    done = office.read(cases_by_id, desks.cases)
    return {
        "steps": steps,
        "loop": sorted(row.step for row in kept if row.procedure == "terpadu"),
        "people": sum(case.status == "selesai" for case in done),
        "letters": letters,
        "cards": _relative(desks.out, "kartu", "*.pdf"),
        "workbooks": _relative(desks.out, "lembar-kerja", "*.xlsx"),
        "month": _relative(desks.out, "rekonsiliasi", "*"),
        "screens": _relative(desks.out, "layar", "*.png"),
    }


def _write_letters(desks: Desks) -> list[str]:
    folder = desks.out / "surat"
    folder.mkdir(parents=True, exist_ok=True)
    office = desks.house.office()
    for row in reversed(office.read(all_letters)):
        pdf = office.read(letter_files, row.id).pdf
        assert pdf is not None  # noqa: S101 (every letter of the story was issued at a desk, which freezes it)
        (folder / f"{row.id:02d}-{row.code}.pdf").write_bytes(pdf)
    return _relative(desks.out, "surat", "*.pdf")


def _relative(out: Path, part: str, pattern: str) -> list[str]:
    return [path.relative_to(out).as_posix() for path in sorted((out / part).glob(pattern))]
