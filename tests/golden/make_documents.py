"""Writes the goldens of letters and cards. Run by hand after a wanted change, then read the difference:

python tests/golden/make_documents.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent / "documents")]

from paper_cases import PAPERS_MADE  # noqa: E402
from pdf_reading import described  # noqa: E402

FOLDER = HERE / "documents"

if __name__ == "__main__":
    for name, make in PAPERS_MADE.items():
        (FOLDER / f"{name}.txt").write_text(described(make()), encoding="utf-8", newline="\n")
