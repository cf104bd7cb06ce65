"""What the house tests look at: every Python module of the checkout, parsed once, and its other text files."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("desktop", "db", "installer", "tests", "resources")
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".sh",
    ".cmd",
    ".sql",
    ".svg",
    ".qss",
    ".csv",
    ".json",
    ".lock",
    ".ini",
    ".spec",
    ".ts",
    "",
}


@dataclass(frozen=True)
class Module:
    """One Python file: ``path`` relative to the checkout, dotted ``name``, ``source``."""

    path: str
    name: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.source, self.path)

    @cached_property
    def _said(self) -> tuple[ast.expr | ast.stmt, ...]:
        """The nodes that several tests look for, found in one walk."""
        wanted = (ast.Call, ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom, ast.Attribute)
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, wanted))

    @property
    def lines(self) -> int:
        """Number of lines."""
        return self.source.count("\n")

    def calls(self) -> Iterator[tuple[int, str, ast.Call]]:
        """Every call: line, dotted name as written (``time.sleep``), node."""
        for node in self._said:
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func), node

    def attributes(self) -> Iterator[ast.Attribute]:
        """Every ``a.b``."""
        for node in self._said:
            if isinstance(node, ast.Attribute):
                yield node

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in self._said:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import at any depth, also those for type checkers only: line and absolute dotted name.

        ``from a import b`` gives ``a.b``, whether ``b`` is a module or a thing inside ``a``.
        """
        for node in self._said:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    yield node.lineno, f"{base}.{alias.name}"

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".") if self.path.endswith("__init__.py") else self.name.split(".")[:-1]
        parts = package[: len(package) - node.level + 1]
        return ".".join([*parts, node.module] if node.module else parts)


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of an expression; what cannot be written so (a call, an index) becomes ``()``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "()"


def within(name: str, room: str) -> bool:
    """Whether a dotted name is the room or lies in it."""
    return name == room or name.startswith(room + ".")


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """All modules of these rooms (default: of the whole checkout), sorted by path."""
    found: list[Module] = []
    for room in rooms or ("main.py", *ROOMS):
        place = ROOT / room
        found += map(_module, sorted(place.rglob("*.py") if place.is_dir() else [place] if place.exists() else []))
    return tuple(found)


@cache
def _module(file: Path) -> Module:
    path = file.relative_to(ROOT).as_posix()
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(path, name, file.read_text(encoding="utf-8"))


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text file that belongs to the project: path relative to the checkout, text."""
    places = [file for file in ROOT.iterdir() if file.is_file()]
    for room in (*ROOMS, ".ci"):
        places += [file for file in (ROOT / room).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    chosen = sorted(file for file in places if file.suffix in TEXT and "hypothesis" not in file.as_posix())
    return tuple((file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in chosen)
