"""Many desks on one office while the world gets in the way; ``tests/faults/run.py`` plays the same for minutes."""

import pytest

from tests.faults import faults
from tests.faults.faults import Size
from tests.faults.office import populate

CLERKS = ("bagus", "yusuf", "rina", "sari", "andi", "ratna", "hendra")
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def ids(office, clock):
    return populate(office, 10, clock)


def size(tmp_path, each):
    return Size(len(CLERKS), 10, each, 1, tmp_path)


def test_legal_and_illegal_moves_of_all_agencies(office, ids, clock, tmp_path):
    verdict = faults.desks(office, CLERKS, ids, size(tmp_path, 40), clock)
    assert verdict.problems == [] and verdict.done >= 40 and verdict.refused


def test_clocks_that_jump(office, ids, clock, tmp_path):
    verdict = faults.clock(office, CLERKS, ids, size(tmp_path, 8), clock)
    assert verdict.problems == [] and verdict.done >= 40


@only_postgresql
def test_lines_that_are_cut_slow_and_half_open(office, ids, tmp_path):
    verdict = faults.network(office, CLERKS, ids, size(tmp_path, 8), patience=0.5)
    assert verdict.problems == [] and verdict.again >= len(CLERKS) - 1


def test_the_server_is_restarted_and_killed(tmp_path):
    verdict = faults.restart(size(tmp_path, 8))
    assert verdict.problems == [] and verdict.again
