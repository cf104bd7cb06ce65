#!/bin/sh
# From an empty checkout to all checks: sh installer/test.sh [arguments of pytest]
# With arguments only pytest runs: sh installer/test.sh tests/house -k arrows
set -eu
cd "$(dirname "$0")/.."
. installer/setup.sh

say "[1/5] Python dan pustaka sistem"
need_python
# shellcheck disable=SC2086 # a list
need_libraries $libraries_offscreen
say "[2/5] PostgreSQL"
need_postgresql
say "[3/5] Layanan cetak (CUPS)"
need_cups
say "[4/5] Pustaka Padan dan alat uji (pertama kali: beberapa menit, sekitar 200 MB)"
environment requirements-test.lock
say "[5/5] Pemeriksaan"
exec "$python" installer/check.py "$@"
