"""Tests of verbs find the helpers of operations and documents."""

import sys
from pathlib import Path

for room in ("operations", "documents"):
    sys.path.insert(0, str(Path(__file__).parents[1] / room))
