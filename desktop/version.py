"""This program's version, the same as in ``pyproject.toml`` (a house test compares them), and how versions compare."""

import re

VERSION = "0.1.0"


def numbers(version: str) -> tuple[int, ...]:
    """``1.10.2`` as numbers: 1.10 is newer than 1.9, and 1.10 is 1.10.0. What is no version counts as the oldest."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", version):
        return ()
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def is_newer(version: str, than: str) -> bool:
    """Whether one version is newer than another."""
    return numbers(version) > numbers(than)
