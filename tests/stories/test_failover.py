"""Two real servers: the primary dies while twenty desks work and the standby takes over (issue C, 7)."""

from tests.faults.failover import failover


def test_the_standby_takes_over(tmp_path):
    verdict = failover(tmp_path, desks=20, people=10, each=20, seed=1)
    assert verdict.problems == [] and verdict.done >= 40 and verdict.refused and verdict.again
