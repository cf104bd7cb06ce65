#!/bin/sh
# Inside the other Debian (window.sh): installs, starts, signs in, records a person and looks round, by keys alone.
set -eu
cd /kerja
rm -f ./*.png
export HOME=/root WINEPREFIX=/kerja/wine WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' DISPLAY=:78
export XDG_RUNTIME_DIR=/kerja/run
mkdir -p "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
PASSWORD=latihan-padan # of the practice office, shown on its screen

rm -rf /tmp/.X78-lock /tmp/.X11-unix/X78
Xvfb :78 -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
trap 'wineserver -k; kill "$screen"' EXIT
until [ -e /tmp/.X11-unix/X78 ]; do sleep 0.1; done

[ -e "$WINEPREFIX/selesai" ] || rm -rf "$WINEPREFIX"
mkdir -p "$WINEPREFIX"
wineserver -p # it stays between two programs
if [ ! -e "$WINEPREFIX/selesai" ]; then
    wineboot -i >/dev/null 2>&1
    wine winecfg -v win10 >/dev/null 2>&1
    touch "$WINEPREFIX/selesai"
fi
wine setup.exe /S >/dev/null 2>&1
program=$(find "$WINEPREFIX/drive_c/users" -path '*Local/Programs/Padan/Padan.exe')
rm -rf "${program%/Programs/*}/Padan"

# A window of Padan is on the screen; no longer is.
shown() { xdotool search --onlyvisible --name '^Padan' >/dev/null 2>&1; }

# begin: starts the program; its window came after so many milliseconds: $waited.
begin() {
    began=$(date +%s%N)
    wine "$program" --practice >/dev/null 2>&1 &
    for _ in $(seq 1500); do
        shown && break
        sleep 0.02
    done
    shown || { echo 'jendela tidak muncul'; exit 1; }
    waited=$((($(date +%s%N) - began) / 1000000))
}

# leave: ends it as a crash would; afterwards its window is gone.
leave() {
    wine taskkill /F /IM Padan.exe >/dev/null 2>&1 || true
    for _ in $(seq 100); do
        shown || return 0
        sleep 0.1
    done
    echo 'jendela tidak hilang'
    exit 1
}

# held: what the program holds, in MB.
held() {
    for one in /proc/[0-9]*; do
        tr '\0' ' ' <"$one/cmdline" 2>/dev/null | grep -q 'Padan.exe' && sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "$one/status"
    done | sort -n | tail -n 1 | awk '{ printf "%d", $1 / 1024 }'
}

# picture NAME [TIMES]: once the screen differs from the picture before and stood still between so many looks (1); a
# blinking cursor lets it wait for a while.
last=
picture() {
    before= still=0 changed=no
    for _ in $(seq "${3:-20}"); do
        import -window root "$1.png"
        now=$(convert "$1.png" rgba:- | md5sum)
        [ "$now" = "$last" ] || changed=yes
        if [ "$now" = "$before" ] && [ "$changed" = yes ]; then still=$((still + 1)); else still=0; fi
        [ "$still" -ge "${2:-1}" ] && break
        before=$now
        sleep 0.2
    done
    [ "$changed" = yes ] || { echo "$1: layar tidak berubah"; exit 1; }
    last=$now
    echo "$1"
}

keys() { xdotool key --clearmodifiers --delay 60 "$@"; }
words() { xdotool type --delay 25 "$1"; }

for turn in 1 2 3; do
    begin
    echo "jendela masuk sesudah $waited ms (ke-$turn), $(sleep 3; held) MB"
    leave
done
rm -rf "${program%/Programs/*}/Padan"
begin
picture 1-masuk
# Without a window manager nothing has the keys before the first click.
xdotool mousemove 200 500 click 1
words bagus
keys Tab
words "$PASSWORD"
keys Return
picture 2-beranda 8 150 # the first sign-in makes the practice office
keys alt+2
picture 3-penjangkauan
words 'Pasar Senen'
picture 4-isian
keys ctrl+k
words yusuf
picture 5-cari 2
keys Escape
keys F1
picture 6-bantuan 2
