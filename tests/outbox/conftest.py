"""Desks with an outbox and a line that can be cut."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "operations"))
sys.path.insert(0, str(Path(__file__).parent.parent / "stories"))
sys.path.insert(0, str(Path(__file__).parent))

from cut_line import Line
from desks import Desk


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Files of these tests ask Argon2id for less work; each carries how much in its head."""
    monkeypatch.setattr("desktop.outbox.sealing.WORK", (1, 64, 1))


@pytest.fixture
def line(office):
    """Between the desk and the server of this office."""
    made = Line(office.database.url)
    yield made
    made.close()


@pytest.fixture
def desk(line, tmp_path, clock, password):
    """Bagus, signed in through the line, on a PC of his own."""
    made = Desk(line, tmp_path / "pc", clock, password)
    yield made
    made.house.close()
