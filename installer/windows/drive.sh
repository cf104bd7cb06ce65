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

Xvfb :78 -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
trap 'wineserver -k; kill "$screen"' EXIT
until [ -e /tmp/.X11-unix/X78 ]; do sleep 0.1; done

if [ ! -e "$WINEPREFIX/selesai" ]; then
    rm -rf "$WINEPREFIX"
    wineboot -i >/dev/null 2>&1
    wine winecfg -v win10 >/dev/null 2>&1
    wineserver -w
    touch "$WINEPREFIX/selesai"
fi
wine setup.exe /S >/dev/null 2>&1
program=$(find "$WINEPREFIX/drive_c/users" -path '*Local/Programs/Padan/Padan.exe')
rm -rf "${program%/Programs/*}/Padan"

# begin PROGRAM WORD…: starts it; says after how many milliseconds its window was there.
begin() {
    began=$(date +%s%N)
    wine "$@" --practice >/dev/null 2>&1 &
    until xdotool search --onlyvisible --name '^Padan' >/dev/null 2>&1; do sleep 0.02; done
    echo $((($(date +%s%N) - began) / 1000000))
}

# leave NAME: ends it as a crash would; afterwards its window is gone.
leave() {
    wine taskkill /F /IM "$1" >/dev/null 2>&1 || true
    while xdotool search --onlyvisible --name '^Padan' >/dev/null 2>&1; do sleep 0.1; done
}

# held NAME: what its process holds, in MB.
held() {
    for one in /proc/[0-9]*; do
        tr '\0' ' ' <"$one/cmdline" 2>/dev/null | grep -q "$1" && sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "$one/status"
    done | sort -n | tail -n 1 | awk '{ printf "%d\n", $1 / 1024 }'
}

# A picture once the screen has stood still for half a second and differs from the one before.
last=
picture() {
    before=
    for _ in $(seq 120); do
        import -window root "$1.png"
        now=$(convert "$1.png" rgba:- | md5sum)
        [ "$now" = "$before" ] && [ "$now" != "$last" ] && break
        before=$now
        sleep 0.5
    done
    [ "$now" != "$last" ] || { echo "$1: layar tidak berubah"; exit 1; }
    last=$now
    echo "$1"
}

keys() { xdotool key --clearmodifiers --delay 60 "$@"; }
words() { xdotool type --delay 25 "$1"; }

wineserver -p
python=Z:/kerja/sumber/build/windows/cp311/python.exe
begin "$program" >/dev/null
picture 1-masuk
leave Padan.exe
begin "$python" Z:/kerja/sumber/main.py >/dev/null
leave python.exe
for _ in 1 2 3 4 5; do
    ours=$(begin "$program")
    sleep 4
    mb=$(held Padan.exe)
    leave Padan.exe
    theirs=$(begin "$python" Z:/kerja/sumber/main.py)
    sleep 4
    their_mb=$(held python.exe)
    leave python.exe
    echo "jendela masuk: terpasang $ours ms, $mb MB; dari sumber $theirs ms, $their_mb MB"
done
rm -rf "${program%/Programs/*}/Padan"
begin "$program" >/dev/null
last=
picture 1-masuk
# Without a window manager nothing has the keys before the first click.
xdotool mousemove 200 500 click 1
keys Tab
words bagus
keys Tab
words "$PASSWORD"
keys Return
picture 2-beranda
keys alt+2
picture 3-penjangkauan
words 'Pasar Senen'
picture 4-isian
