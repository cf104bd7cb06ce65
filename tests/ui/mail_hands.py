"""Hands for the tests of the mail registers: lines, servers, and sheets filled in."""

from datetime import date
from typing import Any

from db.queries.mail import MailRow, mail_book
from desktop.office import Office
from desktop.operations.mail_in import EnterIncoming
from desktop.seat import Seat
from desktop.sop.mail import MailServer
from tests.conftest import seats_of
from tests.ui.desks import settle
from tests.ui.stages import open_sheet

DAY = date(2026, 11, 20)
ADDRESS = "tu@dinsos.example"


def book(seat: Seat, direction: str = "keluar") -> tuple[MailRow, ...]:
    """This office's agenda book of the practice year."""
    return seat.read(mail_book, seat.staff.office_id, direction, 2026)


def incoming(seat: Seat, number: str = "7/KEL/2026", **change: Any) -> int:
    """One letter from outside Padan; gives its line."""
    facts = {"number": number, "dated": DAY, "correspondent": "Kelurahan Cakung", "subject": "Undangan rapat"}
    line: int = seat.run(EnterIncoming(**facts | change)).data["mail"]
    return line


def set_server(office: Office, seat: Seat, port: int, **change: Any) -> None:
    """The mail server of the seat's office."""
    facts = {"host": "127.0.0.1", "port": port, "security": "starttls", "sender": "panti@kantor.example"} | change
    seats_of(office)("admin").post.save_settings(seat.staff.office_id, MailServer(**facts))


def to_tab(qtbot: Any, screen: Any, tab: str) -> None:
    """Another register."""
    screen.tabs.choose(tab)
    settle(qtbot, screen)


def press(qtbot: Any, screen: Any, code: str) -> None:
    """A key of the action bar."""
    screen.action_bar.trigger(code)
    settle(qtbot, screen)


def fill(sheet: Any, **values: Any) -> None:
    """Type into the fields of a sheet."""
    for name, value in values.items():
        sheet.form._fields[name].put(value)


def send(qtbot: Any, screen: Any, **values: Any) -> None:
    """The outgoing letter by e-mail, from the sheet."""
    to_tab(qtbot, screen, "keluar")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    fill(sheet, address=ADDRESS)
    for name, value in values.items():
        sheet.text._fields[name].put(value)
    sheet.confirm()
    settle(qtbot, screen)
