"""The two commands of the README can be read by the shells they are for."""

import subprocess
import sys

import pytest
from house import ROOT

INSTALLER = ROOT / "installer"


@pytest.mark.parametrize("script", ["run.sh", "test.sh", "setup.sh"])
@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX shell on Windows")
def test_shell_scripts_are_posix(script: str) -> None:
    text = (INSTALLER / script).read_text(encoding="utf-8")
    done = subprocess.run(["sh", "-n", INSTALLER / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [word for word in ("[[", "local ", "function ", "source ", "<<<", "pipefail") if word in text] == []


@pytest.mark.parametrize("script", ["run.cmd", "test.cmd", "setup.cmd"])
def test_windows_scripts_are_ascii_with_windows_line_ends(script: str) -> None:
    """Other line ends make cmd.exe miss labels; other letters turn up as rubbish in its old code pages."""
    content = (INSTALLER / script).read_bytes()
    assert content.isascii()
    assert content.count(b"\r\n") == content.count(b"\n")


@pytest.mark.parametrize("program", ["environment.py", "postgresql.py"])
def test_wrong_usage_is_status_2_and_a_sentence(program: str) -> None:
    done = subprocess.run([sys.executable, INSTALLER / program, "salah"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Pemakaian: ")


def test_the_continuous_integration_runs_the_newcomers_command() -> None:
    assert "sh installer/test.sh" in (ROOT / ".ci/run").read_text(encoding="utf-8")
