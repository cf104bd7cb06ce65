"""Excel and CSV, in and out. No Qt, no database: plain rows and sentences."""

import os

# openpyxl takes lxml when some other library brought it along; a full disk is then no OSError any more.
os.environ.setdefault("OPENPYXL_LXML", "False")
