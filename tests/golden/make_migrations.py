"""Writes what each released migration says to either database. Run by hand when one more is released:

python tests/golden/make_migrations.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent / "db")]

from migration_sql import DIALECTS, RELEASED, statements  # noqa: E402

FOLDER = HERE / "migrations"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for revision in RELEASED:
        for dialect in DIALECTS:
            file = FOLDER / f"{revision}_{dialect}.sql"
            file.write_text(statements(revision, dialect), encoding="utf-8", newline="\n")
