"""A private PostgreSQL server for tests and developers; nothing of the machine's own server is touched.

``python installer/postgresql.py where``       prints the folder of the server's programs
``python installer/postgresql.py start DIR``   makes the cluster in DIR when it is new, starts it, prints its URL
``python installer/postgresql.py stop DIR``    stops it and keeps its data
``python installer/postgresql.py remove DIR``  stops it and deletes what ``start`` made

Standard library only. Speed over safety (no fsync): never for an office.
Exit status 0 done, 2 wrong usage, 3 no server.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

WINDOWS = os.name == "nt"
USER = "padan_uji"
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


class NoServer(Exception):
    """No PostgreSQL programs here, or the server does not start: one sentence for the person at the keyboard."""


def programs() -> Path:
    """The folder with ``initdb`` and ``pg_ctl``, newest version first. :raises NoServer:"""
    name = "initdb.exe" if WINDOWS else "initdb"
    if WINDOWS:
        bases = [Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "PostgreSQL")]
    else:
        bases = [Path("/usr/lib/postgresql")]
    found = [folder for base in bases for folder in base.glob("*/bin") if (folder / name).exists()]
    if found:
        return max(found, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()])
    if on_path := shutil.which(name):
        return Path(on_path).resolve().parent
    raise NoServer(
        "Uji PostgreSQL memerlukan server PostgreSQL 15 atau lebih baru, dan di sini belum terpasang. "
        "Pasang (Windows: dari postgresql.org; Debian: paket postgresql), lalu jalankan lagi."
    )


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: then the system's ``postgres`` user runs it."""
    return "postgres" if not WINDOWS and os.geteuid() == 0 else None


def _call(folder: Path, program: str, *arguments: str | Path) -> int:
    """Runs one server program; its words go into DIR/log (a pipe would stay open as long as the server lives)."""
    with (folder / "log").open("ab") as log:
        command = [programs() / program, *arguments]
        owner = _owner()
        groups: list[str] | None = [] if owner else None
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            user=owner, group=owner, extra_groups=groups, check=False,
        )  # fmt: skip
    return done.returncode


def _last_words(folder: Path) -> str:
    lines = (folder / "log").read_text(errors="replace").splitlines()
    return "\n".join(lines[-5:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _create(folder: Path) -> None:
    password = folder / "sandi"
    password.write_text(secrets.token_hex(16) + "\n")
    password.chmod(0o600)
    (folder / "log").touch()
    if owner := _owner():
        for path in (folder, password, folder / "log"):
            shutil.chown(path, owner, owner)
    locale = "C" if WINDOWS else "C.UTF-8"
    options: list[str | Path] = ["-U", USER, "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "--no-sync"]
    if _call(folder, "initdb", "-D", folder / "data", f"--locale={locale}", *options):
        raise NoServer(f"Gugus PostgreSQL tidak dapat dibuat. Kata server:\n{_last_words(folder)}")


def start(folder: Path) -> str:
    """Starts the cluster in ``folder`` (made when new) and gives its URL. :raises NoServer:"""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    if not (folder / "data" / "PG_VERSION").exists():
        _create(folder)
    # A socket's path may have 107 bytes; the network address is always there.
    sockets = "" if WINDOWS or len(str(folder)) > 80 else str(folder)
    for _ in range(5):
        port = _free_port()
        (folder / "data" / "postgresql.auto.conf").write_text(SETTINGS.format(port=port, sockets=sockets))
        if _call(folder, "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "60", "start") == 0:
            password = (folder / "sandi").read_text().strip()
            return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{port}/postgres"
    raise NoServer(f"PostgreSQL tidak mau berjalan. Kata server:\n{_last_words(folder)}")


def stop(folder: Path) -> None:
    """Stops the cluster in ``folder``; nothing happens when it does not run."""
    folder = folder.resolve()
    if (folder / "data" / "postmaster.pid").exists():
        _call(folder, "pg_ctl", "-D", folder / "data", "-m", "fast", "-w", "stop")


def remove(folder: Path) -> None:
    """Stops the cluster and deletes what :func:`start` made, and the folder when nothing else lies in it."""
    folder = folder.resolve()
    stop(folder)
    shutil.rmtree(folder / "data", ignore_errors=True)
    for name in ("sandi", "log"):
        (folder / name).unlink(missing_ok=True)
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def main(arguments: list[str]) -> int:
    """The command line."""
    try:
        match arguments:
            case ["where"]:
                print(programs())
            case ["start", folder]:
                print(start(Path(folder)))
            case ["stop", folder]:
                stop(Path(folder))
            case ["remove", folder]:
                remove(Path(folder))
            case _:
                print("Pemakaian: python postgresql.py where | start DIR | stop DIR | remove DIR", file=sys.stderr)
                return 2
    except NoServer as missing:
        print(missing, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
