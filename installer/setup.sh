# Read by run.sh and test.sh: finds Python and puts system packages in place. POSIX sh, no bashism.
# Everything that is the same on Windows is done by the Python files beside this one.

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 3
}

# apt_install PACKAGE…: as root, or through sudo. The list of packages is fetched once, and only when something is missing.
apt_fresh=no
apt_install() {
    command -v apt-get >/dev/null 2>&1 ||
        fail "Sistem ini belum punya: $*. Pasang yang setara dengan pengelola paket sistem Anda, lalu jalankan lagi."
    if [ "$(id -u)" -eq 0 ]; then
        as_root=env
    elif command -v sudo >/dev/null 2>&1; then
        as_root='sudo env'
    else
        fail "Perlu hak administrator untuk memasang: $*. Minta administrator menjalankan: apt-get install $*"
    fi
    say "      memasang: $*"
    if [ "$apt_fresh" = no ]; then
        $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null ||
            say "      daftar paket tidak dapat diperbarui; memakai yang ada"
        apt_fresh=yes
    fi
    # The package manager's many words are shown only when it fails.
    words=$(mktemp)
    if ! $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >"$words" 2>&1; then
        tail -n 5 "$words" >&2
        rm -f "$words"
        fail "Pemasangan gagal: $*. Periksa hak administrator, sambungan internet dan ruang disk, lalu jalankan lagi."
    fi
    rm -f "$words"
}

# A Python that fits pyproject.toml and can make virtual environments (Debian splits that off).
python_fits() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1
}

find_python() {
    for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if python_fits "$python"; then return 0; fi
    done
    return 1
}

need_python() {
    if find_python; then return 0; fi
    apt_install python3 python3-venv
    find_python ||
        fail "Padan memerlukan Python 3.11, 3.12 atau 3.13. Sistem ini hanya menyediakan $(python3 --version 2>&1). Pasang salah satunya."
}

# soname:package. Asked by file name, because releases rename packages (libglib2.0-0 became libglib2.0-0t64).
libraries_offscreen='libGL.so.1:libgl1 libEGL.so.1:libegl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1
libdbus-1.so.3:libdbus-1-3 libxkbcommon.so.0:libxkbcommon0'
libraries_window='libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0
libxcb-randr.so.0:libxcb-randr0 libxcb-sync.so.1:libxcb-sync1 libxcb-xfixes.so.0:libxcb-xfixes0
libxkbcommon-x11.so.0:libxkbcommon-x11-0 libwayland-cursor.so.0:libwayland-cursor0'

need_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    present=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    missing=
    for entry in "$@"; do
        case $present in
        *"${entry%%:*}"*) ;;
        *) missing="$missing ${entry#*:}" ;;
        esac
    done
    # shellcheck disable=SC2086 # a list of package names
    [ -z "$missing" ] || apt_install $missing
}

need_postgresql() {
    if "$python" installer/postgresql.py where >/dev/null 2>&1; then return 0; fi
    apt_install postgresql
}

# A print server for the tests, which start one of their own on a socket of their own; the system's is never touched.
need_cups() {
    [ "$(uname -s)" = Linux ] || return 0
    missing=
    PATH="$PATH:/usr/sbin:/sbin" command -v cupsd >/dev/null 2>&1 || missing="$missing cups"
    PATH="$PATH:/usr/sbin:/sbin" command -v lpadmin >/dev/null 2>&1 && command -v lp >/dev/null 2>&1 ||
        missing="$missing cups-client"
    [ -e /usr/lib/cups/backend/cups-pdf ] || missing="$missing printer-driver-cups-pdf"
    # shellcheck disable=SC2086 # a list of package names
    [ -z "$missing" ] || apt_install $missing
    [ "$(id -u)" -eq 0 ] || say "      bukan root: uji pencetak PDF dilewati, uji cetak lainnya tetap berjalan"
}

# environment LOCK: makes .venv and installs the lock file into it; quick when nothing changed.
environment() {
    "$python" installer/environment.py "$1" || exit $?
    python=$PWD/.venv/bin/python
}
