"""The checkout's first floor holds what the house plan names (DESIGN §2) and nothing else."""

from house import ROOT

PLAN = {
    "main.py",
    "pyproject.toml",
    "requirements-build.lock",
    "requirements.lock",
    "requirements-test.lock",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "desktop",
    "db",
    "resources",
    "installer",
    "tests",
    ".ci",
    ".gitignore",
    ".gitattributes",
    ".editorconfig",
}
LEFT_BY_TOOLS = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "hasil-tour",
    "build",
    "dist",
}


def test_nothing_else_lies_on_the_first_floor() -> None:
    assert sorted({entry.name for entry in ROOT.iterdir()} - PLAN - LEFT_BY_TOOLS) == []


def test_resources_hold_no_python() -> None:
    assert [path.name for path in (ROOT / "resources").rglob("*.py")] == []
