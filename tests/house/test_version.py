"""The program's version stands in two places that are one: ``pyproject.toml``, and the constant that the bundle carries."""

import subprocess
import sys
import tomllib

from house import ROOT

from desktop.version import VERSION


def test_the_constant_is_the_projects_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_main_says_it() -> None:
    words = [sys.executable, "main.py", "--version"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"Padan {VERSION}"
