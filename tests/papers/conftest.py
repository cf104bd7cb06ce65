"""Tests of paper that was issued: the ways through the chain are those of the operations' tests."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "operations")]
