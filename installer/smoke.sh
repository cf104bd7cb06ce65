#!/bin/sh
# The Windows setup file proved on Debian, from an empty checkout: sh installer/smoke.sh
# Builds it when dist/ has none of this version, then installs, runs, compares, prints and uninstalls it under wine.
set -eu
cd "$(dirname "$0")/.."
. installer/setup.sh
. installer/windows/wine.sh

need_python
setup=dist/Padan-$("$python" installer/bundle.py version)-setup.exe
[ -e "$setup" ] || sh installer/windows/build.sh
say "[bukti] wine, CUPS, pustaka uji"
# shellcheck disable=SC2086 # a list
need_libraries $libraries_offscreen
need_cups
need_wine
environment requirements-test.lock
exec "$python" installer/smoke.py "$setup" "$wine_home"
