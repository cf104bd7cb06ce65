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
# Servers, their walls, lines and certificates are Linux's part, and so is a process that is killed by a signal.
[ "$#" -gt 0 ] ||
    set -- tests/sop tests/spreadsheets tests/documents tests/operations tests/db tests/keys tests/desk \
        --ignore=tests/db/test_walls.py --ignore=tests/db/test_wall_moves.py --ignore=tests/db/test_wall_merges.py \
        --ignore=tests/db/test_tls.py --ignore=tests/db/test_silence.py --ignore=tests/db/test_listening.py \
        --ignore=tests/keys/test_killed_keys.py
run_wine "$windows_python" -m pytest -n0 -k "not postgresql" "$@"
