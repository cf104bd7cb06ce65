"""Ours against theirs against the population register, as sets: a few statements, whatever the size of the city."""
