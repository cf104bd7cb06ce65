"""``main.py self-test`` as the installer calls it in the packaged program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKS = {"basis data", "enkripsi", "surat", "kartu", "segel kartu", "lembar kerja", "berkas besar", "layar"}


def self_test(program: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The verb in its own process."""
    environment = os.environ | {"PADAN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, program, "self-test", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def test_everything_the_program_needs_is_there(tmp_path: Path) -> None:
    done = self_test(ROOT / "main.py", tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["ok"] is True
    assert set(report["checks"]) == CHECKS
    assert [name for name, said in report["checks"].items() if not said.startswith("baik")] == []
    assert [name for name in CHECKS if f"Memeriksa {name}" not in done.stderr] == []
    assert list(tmp_path.iterdir()) == []


def test_a_broken_installation_is_named_and_the_status_says_so(tmp_path: Path) -> None:
    copy = tmp_path / "rusak"
    for part in ("desktop", "db", "resources"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", copy)
    (copy / "resources" / "letters" / "bast" / "letter.toml").unlink()
    done = self_test(copy / "main.py", tmp_path / "rumah")
    report = json.loads(done.stdout)
    assert done.returncode == 4
    assert report["ok"] is False
    assert report["checks"]["surat"].startswith("GAGAL: ")
    assert report["checks"]["kartu"].startswith("baik")
