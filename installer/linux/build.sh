#!/bin/sh
# From a checkout to the packaged program for Linux: sh installer/linux/build.sh [folder]
# Leaves dist/Padan (without argument also dist/padan_VERSION_amd64.deb, its checksum and bill of materials).
# With "folder" only the folder is made: that is what the tests run.
set -eu
cd "$(dirname "$0")/../.."
. installer/setup.sh
only=${1:-all}

say "[1/3] Python dan pustaka terkunci"
need_python
# PyInstaller takes the interpreter's shared library along; Debian packs it by itself.
"$python" -c 'import ctypes.util, sysconfig, pathlib, sys
name = sysconfig.get_config_var("LDLIBRARY"); place = pathlib.Path(sysconfig.get_config_var("LIBDIR") or "") / name
sys.exit(not (place.exists() and name.endswith(".so")) and ctypes.util.find_library("python%d.%d" % sys.version_info[:2]) is None)' ||
    apt_install "libpython$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
# shellcheck disable=SC2086 # a list
need_libraries $libraries_offscreen
for tool in objdump:binutils; do command -v "${tool%:*}" >/dev/null 2>&1 || apt_install "${tool#*:}"; done
home=$PWD/build/linux
if ! cmp -s requirements-build.lock "$home/terpasang"; then
    rm -rf "$home"
    "$python" -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-build.lock ||
        fail "Pustaka tidak terpasang. Periksa sambungan internet dan ruang disk, lalu jalankan lagi."
    cp requirements-build.lock "$home/terpasang"
fi
say "[2/3] PyInstaller"
"$home/bin/pyinstaller" --noconfirm --log-level ERROR --distpath dist --workpath build/work-linux installer/padan.spec
say "[3/3] $(du -sh --apparent-size dist/Padan | cut -f1) di dist/Padan"
[ "$only" = all ] || exit 0

version=$("$python" installer/bundle.py version)
tree=build/deb
rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/opt/padan" "$tree/usr/bin" "$tree/usr/share/applications" \
    "$tree/usr/share/icons/hicolor/scalable/apps"
cp -R dist/Padan/. "$tree/opt/padan/"
ln -s /opt/padan/padan "$tree/usr/bin/padan"
cp resources/padan.svg "$tree/usr/share/icons/hicolor/scalable/apps/"
cp installer/linux/padan.desktop "$tree/usr/share/applications/"
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk "$tree/opt" | cut -f1)/" installer/linux/control >"$tree/DEBIAN/control"
chmod -R u=rwX,go=rX "$tree"
dpkg-deb --root-owner-group --build "$tree" "dist/padan_${version}_amd64.deb" >/dev/null
"$python" installer/bill.py linux "dist/padan_${version}_amd64.cdx.json"
(cd dist && sha256sum "padan_${version}_amd64.deb" "padan_${version}_amd64.cdx.json" >"padan_${version}_amd64.sha256")
say "dist/padan_${version}_amd64.deb ($(du -h --apparent-size "dist/padan_${version}_amd64.deb" | cut -f1))"
