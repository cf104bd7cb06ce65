"""One window for one office, with real processes: arguments handed over, the dead block nobody; the log and its silence."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop import instance, log
from desktop.settings import write_desk

SECRET = "rahasia"
CLERK = Path(__file__).with_name("window_clerk.py")


class Running:
    """One program; ``hear`` waits for a line of it."""

    def __init__(self, home, *words):
        env = os.environ | {"PADAN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        self.heard = []
        self.process = subprocess.Popen(
            [sys.executable, str(CLERK), *words],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.last = threading.Timer(90, self.process.kill)  # a line that never comes ends in a sentence, not in silence
        self.last.daemon = True
        self.last.start()

    def hear(self, part):
        for line in self.process.stdout:
            self.heard.append(line.strip())
            if part in line:
                return line.strip()
        pytest.fail(f"ended without «{part}»: {self.heard}")

    def say(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def end(self):
        """Its exit status, when it ends by itself."""
        self.heard += [line.strip() for line in self.process.stdout]
        return self.process.wait()


@pytest.fixture
def start(tmp_path):
    started = []

    def begin(*words, home=tmp_path / "data"):
        started.append(Running(home, *words))
        return started[-1]

    yield begin
    for one in started:
        one.last.cancel()
        one.process.kill()
        one.process.communicate()


def test_a_second_start_hands_over_and_the_dead_block_nobody(start, tmp_path):
    first = start("--practice")
    first.hear("meja mendengar")
    second = start("--practice", "--as", "ratna")
    assert first.hear("di depan") == "di depan True ratna"
    assert second.end() == 0 and second.heard == []
    other = start("--database", f"sqlite:///{tmp_path / 'lain.db'}")
    other.hear("meja mendengar")
    other.say("selesai")
    assert other.end() == 0
    first.process.kill()
    first.process.wait()
    third = start("--practice")
    third.hear("yang sebelumnya berhenti mendadak")
    third.hear("meja mendengar")
    third.say("selesai")
    assert third.end() == 0 and "selesai status 0" in third.heard


def test_bugs_and_faults_end_in_the_log_and_name_nobody(start, tmp_path):
    one = start("--practice")
    one.hear("meja mendengar")
    one.say("slot")
    code = re.search(r"P-[0-9A-F]{6}", one.hear("bug"))[0]
    assert one.hear("dialog") == f"dialog Kesalahan {code} True"
    one.say("utas")
    other = re.search(r"P-[0-9A-F]{6}", one.hear("bug"))[0]
    assert one.hear("dialog") == f"dialog Kesalahan {other} True" and other != code
    one.say("qt")
    assert "QFile: cannot open" in one.hear("qt peringatan")
    one.say("mati")
    assert one.end() != 0
    again = start("--practice")
    again.hear("yang sebelumnya berhenti mendadak")
    again.hear("window_clerk.py")
    again.hear("meja mendengar")
    again.say("selesai")
    assert again.end() == 0
    written = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "data" / "catatan").iterdir())
    for secret in ("Dewi", "dewi", "Lestari", "3275", "kantor.db", str(tmp_path)):
        assert secret not in written
    assert sorted(file.name for file in (tmp_path / "data" / "catatan").iterdir()) == ["padan.log"]
    kinds = [line.split("] ")[1].split()[0] for line in written.splitlines()]
    assert set(kinds) == {"mulai", "meja", "bug", "qt", "mati", "selesai"}, "no unexpected line"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    return tmp_path


def test_the_same_office_however_it_was_named(home):
    mine = instance.place_of()
    write_desk(database="postgresql://server/padan")
    assert instance.place_of("postgresql://server/padan") == mine == instance.place_of()
    other = instance.place_of(f"postgresql://ratna:{SECRET}@lain/padan")
    assert other == instance.place_of("postgresql://yusuf@lain/padan") != mine
    assert SECRET not in str(other) and instance.place_of(practice=True) not in {mine, other}


def test_a_program_that_hangs_keeps_nobody_waiting(home):
    """It holds the lock and never answers; afterwards it goes, and its place is free."""
    place = instance.place_of()
    holder = instance.claim(place)
    assert instance.claim(place) is None
    assert not instance.hand_over(place, {}, patience=0.3)
    place.write_text(json.dumps({"address": "tidak ada", "key": "00"}), encoding="utf-8")
    assert not instance.hand_over(place, {}, patience=0.3)
    holder.close()
    free = instance.claim(place)
    assert free is not None and not free.abrupt
    free.close()


def test_the_log_rotates_and_a_bug_that_repeats_does_not_fill_it(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "BIGGEST", 2000)
    mine = log.begin(tmp_path)
    try:
        for _ in range(100):
            log.note("uji", "x" * 80)
            try:
                raise ValueError("Dewi Lestari")
            except ValueError as error:
                log.bug(error)
                log.bug(error)
    finally:
        log.end()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["padan.1.log", "padan.2.log", "padan.log"]
    assert all(file.stat().st_size <= 2000 for file in files)
    log.note("uji", "sesudah selesai")
    assert "sesudah" not in mine.path.read_text(encoding="utf-8")
    lines = []
    monkeypatch.setattr(log.Log, "write", lambda _self, kind, text: lines.append(text))
    counting = log.Log(tmp_path)
    for _ in range(100):
        try:
            raise KeyError("Dewi")
        except KeyError as error:
            counting.bug(error)
    assert len(lines) == log.SAME_BUG and "Dewi" not in lines[0]


@pytest.mark.parametrize(
    "message",
    [
        "cannot open 'Dewi Lestari'",
        "cannot open /home/dewi/Dewi Lestari/kantor.db",
        r"cannot open C:\Users\Dewi Lestari\kantor.db, code",
        r"cannot open \\server\Dewi\kantor.db",
        "number 3275015402989907",
    ],
)
def test_a_scrubbed_message_names_nobody(message):
    said = log.scrubbed(message)
    assert "ewi" not in said and "3275" not in said and said.split()[0] in message
