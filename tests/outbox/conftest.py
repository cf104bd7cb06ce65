"""Desks with an outbox and a line that can be cut."""

import sys
from pathlib import Path

import pytest

for room in ("operations", "stories"):
    sys.path.insert(0, str(Path(__file__).parent.parent / room))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Files of these tests ask Argon2id for less work; each carries how much in its head."""
    monkeypatch.setattr("desktop.outbox.sealing.WORK", (1, 64, 1))
