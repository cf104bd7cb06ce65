"""Widgets of the kit in the program's own dress; the sample office of the gallery."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.office import Office
from tests.conftest import SeatOf, seats_of
from tests.ui import gallery
from tests.ui.desks import dress


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says on every window that it cannot hint sizes."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The program's font, words and light colours."""
    dress()
    return qapp


@pytest.fixture
def window(dressed: QApplication, qtbot: Any) -> Iterator[Any]:
    """The real window, shown and active, with nothing in it yet."""
    from desktop.ui.shell.window import Window

    made = Window()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    stage = made.stage
    made.close()
    if stage is not None:
        assert stage.session.tasks.close()
    made.deleteLater()
    dressed.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def stage(window: Any, qtbot: Any) -> Any:
    """The sample office on the validation desk, its list filled."""
    made = gallery.open_window(window)
    made.go("validasi")
    qtbot.waitUntil(lambda: len(made.current_screen().people.rows()) == 40)
    return made


@pytest.fixture
def seats(local_office: Office) -> SeatOf:
    """Seats of the practice office by user name, e.g. ``seats("ratna")``."""
    return seats_of(local_office)
