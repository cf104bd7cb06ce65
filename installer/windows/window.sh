#!/bin/sh
# The installed Windows program in its real window, driven by keys: sh installer/windows/window.sh (root, Debian)
# Wine from 10 on shows it. Debian 12 has wine 8, so a Debian 13 is laid beside it below build/ and left there for the
# next run. Pictures and the seconds to the sign-in window go to build/window.
set -eu
cd "$(dirname "$0")/../.."
. installer/setup.sh

need_python
[ "$(id -u)" -eq 0 ] || fail "Perlu root: Debian 13 disiapkan di build/trixie."
setup=dist/Padan-$("$python" installer/bundle.py version)-setup.exe
[ -e "$setup" ] || sh installer/windows/build.sh
command -v debootstrap >/dev/null 2>&1 || apt_install debootstrap
other=$PWD/build/trixie
words=$(mktemp)
if [ ! -e "$other/selesai" ]; then
    say "[1/2] Debian 13 dengan wine 10 (beberapa menit)"
    rm -rf "$other"
    debootstrap --variant=minbase --include=ca-certificates trixie "$other" http://deb.debian.org/debian >"$words" 2>&1 ||
        { tail -n 5 "$words" >&2; fail "Debian 13 tidak terpasang. Periksa sambungan internet dan ruang disk."; }
    cp -L /etc/resolv.conf "$other/etc/resolv.conf"
    chroot "$other" sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
        install wine wine64 xvfb xdotool imagemagick' >"$words" 2>&1 ||
        { tail -n 5 "$words" >&2; fail "Wine 10 tidak terpasang di Debian 13."; }
    touch "$other/selesai"
fi
rm -f "$words"
say "[2/2] Dipasang dan dijalankan"
rm -rf build/window
mkdir -p build/window "$other/kerja"
cp "$setup" "$other/kerja/setup.exe"
cp installer/windows/drive.sh "$other/kerja/"
# What is mounted for it is gone with its own room of mounts.
status=0
unshare --mount sh -eu -c '
    for place in proc dev sys; do mount --rbind "/$place" "$1/$place"; done
    chroot "$1" sh /kerja/drive.sh
' sh "$other" </dev/null || status=$?
cp "$other"/kerja/*.png build/window/ 2>/dev/null || true
[ "$status" -eq 0 ] || fail "Jendela tidak dapat dijalankan sampai selesai; gambar terakhir ada di build/window."
say "Gambar: build/window"
