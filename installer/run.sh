#!/bin/sh
# From an empty checkout to the open program: sh installer/run.sh [--no-open]
set -eu
cd "$(dirname "$0")/.."
. installer/setup.sh

practice='main.py --practice'
open=yes
case ${1-} in
'') ;;
--no-open) open=no ;;
*)
    printf '%s\n' "Pemakaian: sh installer/run.sh [--no-open]" >&2
    exit 2
    ;;
esac

say "[1/4] Python dan pustaka sistem"
need_python
# shellcheck disable=SC2086 # lists
need_libraries $libraries_offscreen $libraries_window

say "[2/4] Pustaka Padan (pertama kali: beberapa menit, sekitar 150 MB)"
environment requirements.lock

out=hasil-tour
say "[3/4] Tur: satu daftar orang melewati sembilan langkah, dari serah terima sampai kartu tercetak"
"$python" main.py tour --out "$out"

# data/ is the practice office itself, with its own copies.
count() { find "$out" -path "$out/data" -prune -o -type f -name "*.$1" -print | wc -l | tr -d ' '; }
say "      $(count pdf) PDF (surat dan kartu), $(count xlsx) buku kerja Excel, $(count png) gambar layar"
say "      semuanya di $PWD/$out"

if [ "$open" = no ]; then
    say "[4/4] Selesai. Buka kantor latihan dengan: .venv/bin/python $practice"
elif [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    say "[4/4] Membuka kantor latihan"
    # shellcheck disable=SC2086 # words
    exec "$python" $practice
else
    say "[4/4] Selesai. Tidak ada layar di sini; di komputer berlayar, buka dengan: .venv/bin/python $practice"
fi
