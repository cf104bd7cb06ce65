"""Copies when the world gets in the way: a full disk, a killed desk, two desks at once, a login that may not."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from chain import intake
from copies import KEY, empty, leftovers, quiet, sound
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from db.database import Database
from db.queries.backups import backup_runs, last_good
from desktop.backup import folder
from desktop.backup.keys import Opener
from desktop.backup_making import Wish, make
from desktop.backup_opening import restore
from desktop.office import Office
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.backup_runs import LEASE, claimable
from desktop.operations.save_backup_plan import SaveBackupPlan
from desktop.settings import write_desk
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

ROOT = Path(__file__).parents[2]
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def tiny():
    """A file system with room for 64 KB."""
    with tempfile.TemporaryDirectory(prefix="padan-penuh-", dir="/tmp") as outer:
        spot = Path(outer) / "penuh"
        spot.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "padan-uji", str(spot)]
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("no right to mount a tiny file system here; the same is tried with files that may not grow")
        try:
            yield spot
        finally:
            subprocess.run(["umount", str(spot)], check=True)


def test_a_full_stick(office, seat, clock, tiny):
    intake(seat, clock, 20)
    with pytest.raises(WorldTrouble, match="backup-full") as caught:
        make(office, Wish(tiny, KEY.public), None, quiet)
    assert "penuh" in caught.value.sentence and "Kosongkan ruang" in caught.value.sentence
    assert list(tiny.iterdir()) == [] and leftovers(office) == []
    row = office.read(backup_runs)[0]
    assert (row.state, row.sentence) == ("gagal", caught.value.sentence) and office.read(last_good) is None
    subprocess.run(["mount", "-o", "remount,size=8m", str(tiny)], check=True)
    clock.forward(minutes=1)
    assert make(office, Wish(tiny, KEY.public), None, quiet).state == "baik"


def test_files_that_may_not_grow(office, place):
    """The same for whoever may not mount: the limit meets the office's own disk first on SQLite, the place on a server."""
    before = office.read(backup_runs)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    words = [sys.executable, "main.py", "--database", office.database.url, "backup", "--out", str(place)]
    environment = {**os.environ, "PADAN_BACKUP_PASSPHRASE": "kuda baterai staples benar"}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, preexec_fn=limit, check=False
    )
    assert done.returncode == 3 and "penuh" in done.stderr, done.stderr
    assert list(place.iterdir()) == [] and leftovers(office) == []
    assert len(office.read(backup_runs)) == len(before) + 1 and sound(office.database)


class Copier:
    """The process and its stages; ``go_to`` lets it work up to one."""

    def __init__(self, *words):
        command = [sys.executable, str(Path(__file__).with_name("copier.py")), *map(str, words)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )

    def go_to(self, stage, more=0):
        """Stops inside the stage, ``more`` steps after its first."""
        for line in self.process.stdout:
            if line.strip() == stage:
                if not more:
                    return
                more -= 1
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        raise AssertionError(f"it ended before {stage}")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with suppress(BrokenPipeError):
            self.process.stdin.close()


@pytest.mark.parametrize("stage", ["Menyalin", "Menyegel", "Membuka"])
def test_a_killed_desk_leaves_no_copy_that_counts(office, seat, clock, place, stage):
    intake(seat, clock, 3)
    copier = Copier("copy", office.database.url, place, KEY.public.hex())
    copier.go_to(stage)
    copier.kill()
    assert folder.copies(place) == () and not list(place.glob("*.padan"))
    assert office.read(last_good) is None and office.read(backup_runs)[0].state == "berjalan"
    now = office.read(backup_runs)[0].started_at
    assert not claimable(office.database, "harian:2026-11-23", now + LEASE - timedelta(minutes=1))
    assert claimable(office.database, "harian:2026-11-23", now + LEASE)
    intake(seat, clock, 1)
    clock.now = now + LEASE
    made = make(office, Wish(place, KEY.public, claim="harian:2026-11-23"), None, quiet)
    assert made.state == "baik" and [one.path for one in folder.copies(place)] == [made.path]
    assert office.read(backup_runs)[0].attempt == 2 and sound(office.database)
    old_halves_go(office, place, made, clock)


def old_halves_go(office, place, made, clock):
    """What the killed desk left is taken away by a later copy, and nothing of a copy under way."""
    hours = time.time() - 7 * 3600
    beside = Path(make_url(office.database.url).database).parent if office.database.backend.name == "sqlite" else place
    halves = [*place.glob("*.part"), *beside.glob(".padan-salinan-*")]
    for half in halves:
        os.utime(half, (hours, hours))
    clock.forward(minutes=1)
    make(office, Wish(place, KEY.public), None, quiet)
    assert not any(half.exists() for half in halves) and made.path.exists()
    for name in leftovers(office):
        if office.database.backend.name == "postgresql":
            drop(office, name)
    assert leftovers(office) == []


def drop(office, name):
    with office.database.raw() as connection:
        connection.autocommit = True
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("more", [0, 1])
def test_a_restore_that_was_killed_leaves_the_place_empty(office, seat, clock, place, empty_url, more):
    for case in intake(seat, clock, 3):  # photos do not shrink: the copy has several parts
        photo = b"\xff\xd8\xff\xe0" + random.Random(case).randbytes(900_000)
        seat("bagus").run(AttachPhoto(application_id=case, photo=photo))
    made = make(office, Wish(place, KEY.public), None, quiet)
    assert made.size > 2 << 20
    copier = Copier("restore", made.path, empty_url, KEY.private.hex())
    copier.go_to("Memulihkan" if more else "Memeriksa")
    copier.kill()
    wait_for_clients(office, empty_url)
    assert empty(empty_url)
    assert restore(made.path, Opener(private=KEY.private), empty_url, quiet).breaks == ()
    assert not empty(empty_url)


def wait_for_clients(office, url):
    """Until the server has noticed that ``pg_restore`` has nobody to hear from any more."""
    if office.database.backend.name == "sqlite":
        return
    question = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()")
    with office.database.read() as connection:
        while connection.scalar(question, {"name": make_url(url).database}):
            connection.execute(text("SELECT pg_stat_clear_snapshot()"))


@only_postgresql
def test_forgotten_rehearsals_of_yesterday_go(office, place, backend):
    with office.database.raw() as connection:
        connection.autocommit = True
        connection.execute(f'CREATE DATABASE "padan_periksa_202001010000_{connection.info.dbname}"')
    make(office, Wish(place, KEY.public), None, quiet)
    assert leftovers(office) == []


def test_many_desks_notice_it_at_once_and_one_copies(office, seat, clock, place, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    write_desk(backup_folder=str(place))
    admin = seat("admin")
    admin.run(SaveBackupPlan(hour=0, daily=14, monthly=12, public_key=KEY.public.hex()))
    start, made, lock = threading.Barrier(5), [], threading.Lock()

    def desk():
        other = Office(office.database.url, tmp_path, clock=clock)
        start.wait()
        found = type(admin)(other, admin.staff).backups.make_daily(quiet)
        other.close()
        with lock:
            made.append(found)

    desks = [threading.Thread(target=desk) for _ in range(5)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    assert len(made) == 5 and len([one for one in made if one]) == 1
    assert len(list(place.iterdir())) == 1 and len(office.read(backup_runs)) == 1
    assert not admin.backups.due()


def test_who_may_begin_a_copy(office, seat, clock, place, tmp_path, monkeypatch):
    """Whoever sits at a single office's PC; on a shared server an administrator alone."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    write_desk(backup_folder=str(place))
    seat("admin").run(SaveBackupPlan(hour=0, daily=14, monthly=12, public_key=KEY.public.hex()))
    bagus = seat("bagus")
    assert bagus.backups.due() == office.database.backend.desks_may_copy()
    if bagus.backups.due():
        assert bagus.backups.make_daily(quiet).state == "baik"
    else:
        with pytest.raises(Refused, match="not_your_role"):
            bagus.backups.make_daily(quiet)
    with pytest.raises(Refused, match="not_your_role"):
        bagus.backups.make_now(quiet)
    with pytest.raises(Refused, match="not_your_role"):
        bagus.run(SaveBackupPlan(hour=1, daily=1, monthly=1))


def test_a_plan_out_of_range_is_refused(office, seat):
    admin = seat("admin")
    for wrong in ({"hour": 24}, {"hour": -1}, {"daily": 0}, {"monthly": 121}):
        with pytest.raises(Refused, match="out_of_range") as caught:
            admin.run(SaveBackupPlan(**({"hour": 1, "daily": 1, "monthly": 1} | wrong)))
        assert "harus antara" in caught.value.sentence
    for key in ("zz" * 32, "ab"):
        with pytest.raises(Refused, match="not_a_key"):
            admin.run(SaveBackupPlan(hour=1, daily=1, monthly=1, public_key=key))


@pytest.fixture
def stranger(office):
    """A login of the server that may read every table and owns none."""
    name, word = f"padan_uji_{uuid.uuid4().hex[:8]}", uuid.uuid4().hex
    engine = create_engine(office.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{word}'"))
        connection.execute(text(f"GRANT pg_read_all_data, pg_write_all_data TO {name}"))
    yield make_url(office.database.url).set(username=name, password=word).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()


@only_postgresql
def test_a_login_that_does_not_own_the_office_makes_no_copy(stranger, place, clock, backend):
    other = Office(stranger, place, clock=clock)
    with pytest.raises(Refused, match="not_owner") as caught:
        make(other, Wish(place, KEY.public), None, quiet)
    assert "main.py backup" in caught.value.sentence and list(place.iterdir()) == []
    other.close()


@only_postgresql
def test_no_password_stands_in_the_list_of_processes(office, seat, clock, place, backend):
    secret = make_url(office.database.url).password
    seen = []

    def looking(_done, _total, _sentence):
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = line.read_bytes().split(b"\0")
            except OSError:
                continue
            if any(word.endswith((b"pg_dump", b"pg_restore")) for word in words[:1]):
                seen.append(words)

    intake(seat, clock, 1)
    make(office, Wish(place, KEY.public), None, looking)
    assert seen and not any(secret.encode() in word for words in seen for word in words)


@only_postgresql
def test_the_server_goes_away_in_the_middle(office, place, backend):
    """Every line is cut while the dump runs: a sentence, no copy."""
    line = create_engine(office.database.url, isolation_level="AUTOCOMMIT")
    name = make_url(office.database.url).database
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
    )

    def cutting(_done, _total, sentence):
        if sentence.startswith("Menyalin"):
            with line.connect() as connection:
                connection.execute(cut, {"name": name})

    with pytest.raises(WorldTrouble) as caught:
        make(office, Wish(place, KEY.public), None, cutting)
    assert caught.value.code.startswith("db-") and list(place.iterdir()) == []
    assert Database(office.database.url).backend.name == "postgresql"
    line.dispose()
