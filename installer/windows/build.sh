#!/bin/sh
# From a checkout on Debian to the setup file for Windows: sh installer/windows/build.sh
# Leaves dist/Padan-VERSION-setup.exe with its checksum and bill of materials. Nothing is taken from the machine but
# wine, NSIS and a C compiler; everything else is locked and checked against its hash.
set -eu
cd "$(dirname "$0")/../.."
. installer/setup.sh
. installer/windows/wine.sh

say "[1/5] Wine, NSIS, Python untuk Windows"
need_python
command -v makensis >/dev/null 2>&1 || apt_install nsis
need_wine
need_windows_python
say "[2/5] Pustaka terkunci"
windows_packages requirements-build.lock
say "[3/5] PyInstaller (beberapa menit)"
run_wine "$windows_python" -m PyInstaller --noconfirm --log-level ERROR --distpath build/dist-windows \
    --workpath build/work-windows installer/padan.spec || fail "PyInstaller gagal; lihat pesan di atas."
[ -e build/dist-windows/Padan/Padan.exe ] || fail "PyInstaller tidak menghasilkan Padan.exe."
say "[4/5] Berkas pemasang"
version=$("$python" installer/bundle.py version)
mkdir -p dist
setup=$PWD/dist/Padan-$version-setup.exe
makensis -V2 "-DVERSION=$version" "-DFOLDER=$PWD/build/dist-windows/Padan" "-DOUTPUT=$setup" \
    "-DICON=$PWD/build/work-windows/padan/padan.ico" "-DSIZE=$(du -sk build/dist-windows/Padan | cut -f1)" \
    installer/windows/padan.nsi
say "[5/5] Sidik dan daftar bahan"
"$python" installer/bill.py windows "dist/Padan-$version-setup.cdx.json"
(cd dist && sha256sum "Padan-$version-setup.exe" "Padan-$version-setup.cdx.json" >"Padan-$version-setup.sha256")
say "$setup ($(du -h --apparent-size "$setup" | cut -f1)), folder terpasang $(du -sh --apparent-size build/dist-windows/Padan | cut -f1)"
