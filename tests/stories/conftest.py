"""Stories walk the chain with the helpers of the operations' tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "operations"))

import pytest
from copies import KEY, quiet


@pytest.fixture
def place(tmp_path):
    where = tmp_path / "cadangan"
    where.mkdir()
    return where


@pytest.fixture
def copy(office, place, clock):
    """Makes a copy; each is a minute younger."""

    def made(**wish):
        clock.forward(minutes=1)
        from desktop.backup_making import Wish, make

        return make(office, Wish(place, KEY.public, **wish), None, quiet)

    return made
