"""The preview of a letter at the desk, from the key to the painted page: page one first, against the whole letter first.

An office in which a thousand people wait for one recommendation; both ways alternate in one window.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QEventLoop

from desktop.house import House
from desktop.office import Office
from desktop.operations.issue import Wish
from desktop.practice import fill as practice
from desktop.practice import load_practice
from desktop.settings import sqlite_url
from tests.bench import registry

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
RUNS = 9
ASLEEP = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
ACTION = "rekomendasikan"


def _office(folder: Path, people: int) -> tuple[Office, tuple[int, ...]]:
    from tests.conftest import seats_of
    from tests.ui.stages import bring_to, newcomers

    office = Office(sqlite_url(folder / "padan.db"), folder, practice=True, clock=lambda: registry.NOW)
    practice(office)
    kinds = newcomers(office, 13)
    who = [replace(kinds[at % 13], name=f"{kinds[at % 13].name or 'Tanpa Nama'} {at:04d}") for at in range(people)]
    who = [replace(one, name=one.name.translate(_LETTERS)) for one in who]
    return office, tuple(row.id for row in bring_to(office, seats_of(office), "menunggu_rekomendasi", who=who))


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def page_first(screen: Any, cases: tuple[int, ...]) -> None:
    """As the desk does it."""
    from desktop.ui.widgets.letter_sheet import preview_letters

    preview_letters(screen, ACTION, cases, Wish(), ("Rekomendasi",))


def whole_first(screen: Any, cases: tuple[int, ...]) -> None:
    """The same sheet, once the whole letter is drawn."""
    from desktop.ui.widgets.letter_sheet import first_look, show_papers

    def fetch(_job: Any) -> Any:
        return [first_look(title, pdf) for title, pdf in screen.desk.office.paper.preview(ACTION, cases)]

    screen.desk.work(fetch, then=lambda papers: show_papers(screen, papers, draft=True))


def _seconds(driver: Any, way: Callable[[Any, tuple[int, ...]], None], cases: tuple[int, ...]) -> float:
    """From the key until page one is painted; the rest is waited for outside the figure."""
    driver.settle()
    begun = time.perf_counter()
    way(driver.screen, cases)
    while driver.sheet() is None:
        driver.app.processEvents(ASLEEP)  # a window that spins would take the worker's turn away
    driver.window.repaint()
    taken = time.perf_counter() - begun
    sheet = driver.sheet()
    assert sheet.preview.page() == 1
    driver.settle()
    sheet.cancel()
    driver.settle()
    return taken


def measure(row: Callable[..., Any], people: int = 1_000) -> Iterator[Any]:
    """Medians of both ways at an ordinary letter and at one of a thousand names."""
    from desktop.ui.driver import Driver

    with TemporaryDirectory(prefix="padan-bench-") as name:
        folder = Path(name)
        os.environ["PADAN_HOME"] = name
        office, cases = _office(folder, people)
        driver = Driver(House(office.database.url, folder=folder, clock=office.clock))
        try:
            driver.sign_in("sari", load_practice().password)
            driver.go("rekomendasi")
            for part in (cases[:6], cases):
                taken: tuple[list[float], list[float]] = ([], [])
                for turn in range(RUNS + 2):
                    for way, figures in zip((page_first, whole_first), taken, strict=True):
                        seconds = _seconds(driver, way, part)
                        if turn > 1:
                            figures.append(seconds)
                what = f"preview painted, {len(part):,} names / whole letter first"
                yield row(what, *map(statistics.median, taken), "s", "< 0.3 s")
        finally:
            driver.close()
            office.close()
