"""The server's disk is full while desks work: first where tables lie, then where the log lies. SQLite's is in test_world.

Small file systems in memory (``mount -t tmpfs``) are the disks, so this fault needs the right to mount.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from desktop.office import Office
from desktop.practice import fill
from installer import postgresql
from tests.faults.crew import Crew, hire
from tests.faults.faults import Size, Verdict, played
from tests.faults.office import populate
from tests.faults.servers import Durable

ROOT = Path(__file__).parents[2]
MEGABYTES = 128


@contextmanager
def small_disk(place: Path):
    """A disk of its own at ``place``, the server's to write. :raises OSError: where nobody may mount."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", place], capture_output=True, check=False
    )
    if done.returncode:
        raise PermissionError("mount")
    try:
        if owner := postgresql._owner():
            shutil.chown(place, owner, owner)
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def stuff(place: Path):
    """Take every byte that is left; gives the file to delete again."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def disk(wish, folder: Path) -> Verdict:
    """Both disks in turn under one load."""
    size = Size(wish.crew, wish.people, wish.each, wish.seed, folder)
    server = Durable("ALTER SYSTEM SET min_wal_size = '32MB'", "ALTER SYSTEM SET max_wal_size = '48MB'")
    try:
        with small_disk(server.folder / "tabel") as tables, small_disk(server.folder / "catatan") as log:
            try:
                verdict = _both(server, size, tables, log)
            finally:
                server.control("-m", "immediate", "stop")
    except PermissionError:
        return Verdict("disk", "tidak diuji: mount tidak diizinkan di mesin ini", problems=["mount tidak diizinkan"])
    finally:
        server.remove()
    return _with_sqlite(verdict)


def _both(server, size, tables, log):
    server.stop()
    place = server.data / "pg_wal"
    shutil.copytree(place, log, dirs_exist_ok=True)
    if owner := postgresql._owner():
        for one in log.rglob("*"):
            shutil.chown(one, owner, owner)
    shutil.rmtree(place)
    place.symlink_to(log)
    server.start_again()
    server.ask(f"CREATE TABLESPACE kecil LOCATION '{tables}'", "CREATE DATABASE padan TABLESPACE kecil")
    office = Office(f"{server.url.rpartition('/')[0]}/padan", size.folder, practice=True)
    fill(office)
    ids = populate(office, size.people)
    names = hire(office, size.desks)
    crew = Crew(office.database.url, names, ids, size.folder, size.seed)
    crew.again = {*crew.again, "db-disk_full"}

    def script(crew):
        crew.wait_for(size.each)
        ballast = stuff(tables)
        crew.wait_until(lambda: sum(desk.told.again["db-disk_full"] for desk in crew.desks) > len(crew.desks) // 2)
        ballast.unlink()
        crew.wait_for(size.each)
        ballast = stuff(log)
        while _alive(server):  # until it cannot begin a new file, and stops itself
            with suppress(DBAPIError):
                server.ask(
                    "SELECT pg_logical_emit_message(false, 'uji', repeat('x', 1000000))", "SELECT pg_switch_wal()"
                )
        ballast.unlink()
        server.start_again()
        crew.wait_for(size.each)

    told, found = played(office, crew, script)
    office.close()
    return Verdict.of("disk", "disk tabel penuh, disk catatan (WAL) penuh, SQLite", told, found)


def _alive(server):
    """A server without room for its log ends by itself, after it tried to begin anew."""
    try:
        os.kill(int((server.data / "postmaster.pid").read_text().splitlines()[0]), 0)
    except (FileNotFoundError, ValueError, IndexError, ProcessLookupError):
        return False
    return True


def _with_sqlite(verdict):
    test = (ROOT / "tests" / "stories" / "test_world.py", "-k", "disk_full", "-n0", "--tb=short")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *test], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        verdict.problems.append(f"SQLite: {done.stdout.strip().splitlines()[-1]}")
    return verdict
