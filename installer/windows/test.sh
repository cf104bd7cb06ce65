#!/bin/sh
# The tests of the suite that need no display, in Python for Windows under wine: sh installer/windows/test.sh [arguments]
# The rooms without a screen, on SQLite; PostgreSQL, CUPS, killed processes and the window are Linux's part.
set -eu
cd "$(dirname "$0")/../.."
. installer/setup.sh
. installer/windows/wine.sh

need_python
need_wine
need_windows_python
windows_packages requirements-test.lock
[ "$#" -gt 0 ] ||
    set -- tests/sop tests/spreadsheets tests/documents tests/operations tests/db tests/cities tests/keys tests/desk
run_wine "$windows_python" -m pytest -n0 -m "not postgresql" "$@"
