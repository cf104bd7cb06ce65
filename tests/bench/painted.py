"""The same waits as a clerk has them: until the window has painted the answer."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desktop.house import House
from desktop.office import Office
from desktop.practice import load_practice

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
RUNS = 15


def desk(office: Office, folder: Path, who: str = "ratna", screen: str = "validasi") -> Any:
    """Somebody (Dinas Kesehatan) signed in at a window of her own."""
    from desktop.ui.driver import Driver

    os.environ["PADAN_HOME"] = str(folder)
    driver = Driver(House(office.database.url, folder=folder, clock=office.clock))
    driver.sign_in(who, load_practice().password)
    driver.go(screen)
    return driver


def open_list(driver: Any) -> None:
    """The work list is asked for, arrives and is painted."""
    screen = driver.go("validasi") if driver.window.stage.code() != "validasi" else driver.screen
    screen.people.set_rows([])
    screen.load()
    _until(driver, screen.people.rows)


def search(driver: Any) -> None:
    """Two words are asked for as after the typing pause; the answers are painted below the field."""
    box = driver.window.stage.topbar.search
    box.close_drop()
    box.blockSignals(True)
    box.setText("sri lestari")
    box.blockSignals(False)
    box.setFocus()
    box._ask()
    _until(driver, box.hits)


def _until(driver: Any, arrived: Callable[[], Any]) -> None:
    while not arrived():
        driver.app.processEvents()
    driver.window.repaint()


WAITS: tuple[tuple[str, str, Callable[[Any], None]], ...] = (
    ("work list of Dinkes, painted", "< 200 ms", open_list),
    ("search: two words, painted", "< 60 ms", search),
)


def measure(kind: str, large: Office, small: Office, folder: Path, row: Callable[..., object]) -> Iterator[object]:
    """Medians at 300,000 and 3,000 people, measured alternately in two windows of one program."""
    desks = [desk(office, folder) for office in (large, small)]
    try:
        for what, aim, wait in WAITS:
            taken: tuple[list[float], list[float]] = ([], [])
            for turn in range(RUNS + 2):
                for driver, figures in zip(desks, taken, strict=True):
                    driver.settle()
                    begun = time.perf_counter()
                    wait(driver)
                    if turn > 1:
                        figures.append((time.perf_counter() - begun) * 1000)
            yield row(f"{kind}: {what}", *map(statistics.median, taken), "ms", f"{aim}, ≤ 1.5 ×")
    finally:
        for driver in desks:
            driver.close()
