"""Tests of operations find their helpers beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from paraf import officers, submitted  # noqa: F401 (fixtures)
from registers import letter_line  # noqa: F401 (fixture)
