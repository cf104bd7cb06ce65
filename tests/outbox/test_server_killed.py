"""A real server is killed and started again while a clerk records: everything acknowledged is there, exactly once."""

import os
import signal
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from cut_line import Line
from desks import Desk, registered
from probe import unbroken
from sqlalchemy import create_engine, text

from desktop.office import Office
from desktop.practice import fill

sys.path.insert(0, str(Path(__file__).parents[2] / "installer"))
import postgresql


@pytest.fixture
def server():
    """A PostgreSQL server of this test's own, where its own user may go and a socket's path stays short."""
    folder = Path(tempfile.mkdtemp(prefix="padan-pg-"))
    yield folder
    postgresql.remove(folder)


def kill_server(folder):
    """As a power cut: every process of the server at once, without a word."""
    first = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(first, signal.SIGQUIT)  # immediate shutdown: no checkpoint, children are killed
    while Path(f"/proc/{first}").exists():
        pass


def test_the_server_is_killed_and_comes_back(server, tmp_path, clock, password):
    url = postgresql.start(server)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # the tests' servers trade this for speed; what is acknowledged must stay here
        connection.execute(text("ALTER ROLE ALL SET synchronous_commit = on"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()
    office = Office(url, tmp_path / "berkas", practice=True, clock=clock)
    fill(office)
    office.close()
    line = Line(url)
    with closing(line), closing(Desk(line, tmp_path / "pc", clock, password)) as desk:
        killed_three_times(server, desk, tmp_path, clock)


def killed_three_times(server, desk, tmp_path, clock):
    told = {}
    for at in range(3):
        for _ in range(2):
            name = f"Orang {'ABCDEFGHIJ'[len(told)]}"
            told[name] = f"W-2026-{len(told) + 1:06d}"
            assert told[name] in desk.record(name)[1].sentence
        kill_server(server)
        name = f"Orang {'ABCDEFGHIJ'[len(told)]}"
        told[name] = f"W-2026-{len(told) + 1:06d}"
        assert f"{told[name]} tersimpan di komputer ini" in desk.record(name)[1].sentence
        if at == 1:
            desk.kill()
            desk.start()
        url = postgresql.start(server)
        desk.line.server = ("127.0.0.1", int(url.rsplit(":", 1)[1].split("/")[0]))
        desk.house.catch_up(desk.seat)
        with closing(Office(url, tmp_path / "berkas", practice=True, clock=clock)) as office:
            assert desk.box.wishes() == () and registered(office) == told and unbroken(office)
