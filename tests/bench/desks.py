"""Sixty desks at one server against a bare ``pgbench`` script that does the same writes without our rules.

Desks and server share this machine's cores; in an office every desk brings its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from db.queries.cases import queue
from db.queries.staff import staff_by_username
from desktop.office import Office
from desktop.operations.edit_case import EditCase
from desktop.practice import load_practice
from desktop.seat import Seat
from tests.bench import registry
from tests.bench.data import SMALL, filled

DESKS, PROCESSES, SECONDS = 60, 4, 20.0
ROOT = Path(__file__).resolve().parents[2]
# What EditCase writes, statement by statement; the reads and the rules between them are left out.
WRITES = r"""
\set case random({first}, {last})
\set one random(1, 2000000000)
BEGIN;
INSERT INTO request (id, command, staff_id, at) VALUES (md5(:one::text || clock_timestamp()), 'EditCase', 3, now());
UPDATE person SET alias = md5(:one::text), version = version + 1
    WHERE id = (SELECT person_id FROM application WHERE id = :case);
DELETE FROM person_key WHERE person_id = (SELECT person_id FROM application WHERE id = :case) AND token LIKE 'bench%';
INSERT INTO person_key (person_id, token, sound) SELECT person_id, 'bench' || n, 'bench' FROM application, generate_series(1, 4) n
    WHERE id = :case;
UPDATE application SET version = version + 1 WHERE id = :case;
INSERT INTO journal_head (chain, seq, hash) VALUES ('application:' || :case, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
INSERT INTO journal (chain, seq, at, staff_id, staff_name, office_id, action, application_id, reason, fields, previous, hash)
    SELECT chain, seq + 1, now(), 3, 'Yusuf', 2, 'ubah', :case, '', '{{"alias": ["", "kata"]}}', hash,
        md5(:one::text) || md5(:one::text)
    FROM journal_head WHERE chain = 'application:' || :case FOR UPDATE;
UPDATE journal_head SET seq = seq + 1, hash = md5(:one::text) || md5(:one::text) WHERE chain = 'application:' || :case;
UPDATE counter SET last = last + 1 WHERE name = 'change' RETURNING last AS number \gset
INSERT INTO change (id, topics, ids, at, desk) VALUES (:number, '["application", "person"]', '[' || :case || ']', now(), 'bench');
END;
"""


def desks(url: str, count: int, first: int) -> None:
    """Sit down at ``count`` desks, say so, and on a word work for ``SECONDS``; prints how many commands each got answered."""
    office = Office(url, Path(tempfile.gettempdir()), practice=True, clock=lambda: registry.NOW)
    yusuf = office.read(staff_by_username, "yusuf")
    assert yusuf is not None
    seats = [Seat(office.as_login("yusuf", load_practice().password), yusuf) for _ in range(count)]
    rows = office.read(queue, 2, ["nik_tersedia", "eid_diterima"], limit=500)[first : first + count]
    done = [0] * count

    def work(at: int) -> None:
        word, until = rows[at].alias, time.monotonic() + SECONDS
        while time.monotonic() < until:
            seats[at].run(
                EditCase(application_id=rows[at].id, before={"alias": word}, after={"alias": f"Kata{done[at]}"})
            )
            word, done[at] = f"Kata{done[at]}", done[at] + 1

    for seat in seats:
        seat.read(queue, 2, ["nik_tersedia"], limit=1)
    print("siap", flush=True)
    sys.stdin.readline()
    threads = [threading.Thread(target=work, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(done))


def _ours(url: str) -> float:
    """Commands per second of all desks together, each with a login and connections of its own."""
    each = DESKS // PROCESSES
    code = "import sys; from tests.bench.desks import desks; desks(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, str(each), str(at * each)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for at in range(PROCESSES)
    ]  # fmt: skip
    for one in running:
        assert one.stdout is not None and one.stdout.readline() == "siap\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("mulai\n")
        one.stdin.flush()
    done = [json.loads(one.communicate()[0]) for one in running]
    assert all(min(counts) > 0 for counts in done)
    return sum(map(sum, done)) / SECONDS


def _pgbench(url: str, folder: Path) -> float:
    """Transactions per second of the bare script, with the same number of connections."""
    address = make_url(url)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        ids = owner.execute("SELECT min(id), max(id) FROM application WHERE office_id = 2").fetchone()
        for (table,) in owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ):
            if table != "change":  # its trigger tells the other desks
                owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    assert ids is not None
    script = folder / "writes.sql"
    script.write_text(WRITES.format(first=ids[1] - 500, last=ids[1]))
    command = [
        _program(),
        "-n",
        "-f",
        str(script),
        "-c",
        str(DESKS),
        "-j",
        "2",
        "-T",
        str(int(SECONDS)),
        "--max-tries=3",
    ]
    command += ["-h", str(address.host), "-p", str(address.port), "-U", str(address.username), str(address.database)]
    environment = {**os.environ, "PGPASSWORD": str(address.password)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.rpartition("tps = ")[2].split()[0])


def _program() -> str:
    from installer.postgresql import programs

    return shutil.which("pgbench") or str(programs() / "pgbench")


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Commands a second on a server that writes its log to the disk before it answers."""
    from installer.postgresql import remove, start

    with tempfile.TemporaryDirectory(prefix="padan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            base = start(folder / "pg")
            with psycopg.connect(base.replace("+psycopg", ""), autocommit=True) as owner:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    owner.execute(f"ALTER SYSTEM SET {setting} = on")
                owner.execute("SELECT pg_reload_conf()")
            with filled("postgresql", SMALL, base, folder) as office:
                ours = _ours(office.database.url)
                yield row(
                    f"{DESKS} desks: commands / pgbench transactions",
                    ours,
                    _pgbench(office.database.url, folder),
                    "/s",
                    "≥ 0.5 ×",
                )
        finally:
            remove(folder / "pg")
