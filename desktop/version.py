"""This program's version, the same as in ``pyproject.toml`` (a house test compares them)."""

VERSION = "0.1.0"
