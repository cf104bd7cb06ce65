"""Stories walk the chain with the helpers of the operations' tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "operations"))
