"""A register leaves the screen: as a book for the printer, or as a workbook. Both are journalled by the office."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.ui.format import number
from desktop.ui.screens.base import Screen
from desktop.ui.screens.mail_rows import BOOKS, Tab
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient


def print_book(screen: Screen, tab: Tab, year: int) -> None:
    """Make the PDF off the GUI thread, then ask for the printer."""
    title = f"{BOOKS[tab]} {year}"

    def make(job: Job) -> tuple[bytes, str]:
        job.report(0, 1, f"Menyiapkan {title.lower()}")
        made: tuple[bytes, str] = screen.desk.office.post.book(tab, year)
        return made

    def show(made: tuple[bytes, str]) -> None:
        from desktop.ui.widgets.print_sheet import print_pdf

        print_pdf(screen, title=title, pdf=made[0], paper=made[1], kind="surat")

    screen.desk.work(make, then=show)


def export_book(screen: Screen, tab: Tab, year: int, choose: Callable[[QWidget, str], str]) -> None:
    """Ask for whom and where, then write the workbook."""
    title = f"Untuk siapa {BOOKS[tab].lower()} ini?"
    ask_recipient(screen, title, BOOKS[tab], lambda who: _write_book(screen, tab, year, choose, who))


def _write_book(screen: Screen, tab: Tab, year: int, choose: Callable[[QWidget, str], str], recipient: str) -> None:
    chosen = choose(screen, f"{BOOKS[tab]} {year}.xlsx")
    if not chosen:
        return
    out = with_ending(chosen, ".xlsx")

    def write(_job: Job) -> int:
        count: int = screen.desk.office.post.export(tab, year, out, recipient)
        return count

    def done(count: int) -> None:
        screen.desk.say(f"{number(count)} baris ditulis ke {out}", "ok", [opening(screen.desk, out)])

    screen.desk.work(write, then=done)
