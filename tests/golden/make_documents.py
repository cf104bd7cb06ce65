"""Writes the goldens of letters and cards. Run by hand after a wanted change, then read the difference:

python tests/golden/make_documents.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent / "documents")]

from letter_cases import LETTERS_MADE  # noqa: E402
from letter_reading import outlined  # noqa: E402
from paper_cases import PAPERS_MADE  # noqa: E402
from pdf_reading import described  # noqa: E402

FOLDER = HERE / "documents"
LETTERS = HERE / "letters"


def make_letters() -> None:
    """The goldens of the letters; those of letters that are no more go."""
    LETTERS.mkdir(exist_ok=True)
    for file in LETTERS.glob("*.txt"):
        file.unlink()
    for name, make in LETTERS_MADE.items():
        (LETTERS / f"{name}.txt").write_text(outlined(make()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    make_letters()
    for name, make in PAPERS_MADE.items():
        (FOLDER / f"{name}.txt").write_text(described(make()), encoding="utf-8", newline="\n")
