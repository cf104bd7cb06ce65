"""A real CUPS server of this test run alone: no systemd, own folder and socket, gone with the tests.

The machine's own server is not touched. Run as root its filters and backends run as ``lp`` and root like on any Debian;
run by anybody else everything runs as that person, and only the cups-pdf queue, whose backend insists on root, is missing.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = os.name != "nt" and os.geteuid() == 0
PROGRAMS = Path("/usr/lib/cups")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
ANONYMOUS = Path("/var/spool/cups-pdf/ANONYMOUS")
SCHEDULER = """
LogLevel warn
LogTimeFormat usecs
Listen {folder}/sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles Yes
PreserveJobHistory Yes
DirtyCleanInterval 0
ErrorPolicy abort-job
PageLogFormat %p %j %C %{{job-name}}
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}
ServerBin {folder}/bin
DataDir /usr/share/cups
RequestRoot {spool}
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
FileDevice Yes
SyncOnClose No
{group}
"""
OUT_OF_PAPER = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo 'STATE: +media-empty-error' >&2
read anything < {folder}/isi-kertas
echo 'STATE: -media-empty-error' >&2
exit 0
"""
BROKEN = "#!/bin/sh\n[ $# -eq 0 ] && exit 0\nexit 1\n"


def scheduler() -> str | None:
    """Where ``cupsd`` is; it lies in a folder that is not on everybody's path."""
    return shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


class Cups:
    """``queue`` makes a printer; ``spooled`` and ``attributes`` tell what arrived in it."""

    def __init__(self, folder: Path, spool: Path | None = None, small: bool = False) -> None:
        self.folder, self.spool, self._small = folder, spool or folder / "spool", small
        folder.chmod(0o755)
        for name in ("cache", "run", "log", "tmp", "bin", "bin/backend"):
            (folder / name).mkdir()
        self.spool.mkdir(exist_ok=True)
        (folder / "tmp").chmod(0o1777)
        for name in ("filter", "daemon", "driver", "monitor", "notifier"):
            if (PROGRAMS / name).exists():
                (folder / "bin" / name).symlink_to(PROGRAMS / name)
        group = "" if ROOT else f"Group {os.getgid()}"
        (folder / "cupsd.conf").write_text(SCHEDULER.format(folder=folder))
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder, spool=self.spool, group=group))
        self._made: list[str] = []
        self._start()

    @property
    def address(self) -> str:
        """For ``CUPS_SERVER``."""
        return str(self.folder / "sock")

    def _start(self) -> None:
        program = scheduler()
        assert program is not None
        words = [program, "-f", "-c", str(self.folder / "cupsd.conf"), "-s", str(self.folder / "cups-files.conf")]
        if self._small:
            # Files may not grow beyond 64 KB: writing fails as on a full disk, without a signal.
            words = ["sh", "-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "sh", *words]
        with (self.folder / "log" / "own").open("ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.until(lambda: self._say("lpstat", "-r") == "scheduler is running", "cupsd does not answer")

    def _say(self, program: str, *words: str) -> str:
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        surroundings = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C", "PATH": path}
        done = subprocess.run([program, *words], capture_output=True, text=True, env=surroundings, check=False)
        return done.stdout.strip()

    def until(self, holds: object, what: str, seconds: float = 60) -> None:
        """Wait for a condition."""
        end = time.monotonic() + seconds
        while not holds():  # type: ignore[operator]
            if self._process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{what}\n{(self.folder / 'log' / 'own').read_text()}")

    # queues
    def queue(self, name: str, *options: str, uri: str = "file:///dev/null", ppd: Path | None = None) -> str:
        """A new queue, raw unless it has a driver; gives its name."""
        driver = ["-P", str(ppd)] if ppd else ["-m", "raw"]
        given = [word for option in options for word in ("-o", option)]
        self._say("lpadmin", "-p", name, "-E", "-v", uri, *driver, "-D", f"Pencetak {name}", *given)
        self._made.append(name)
        assert name in self._say("lpstat", "-p", name), (self.folder / "log" / "error").read_text()
        return name

    def backend(self, name: str, script: str) -> str:
        """A backend of our own; gives its URI. Only its owner may run it: so it runs as the owner, like cups-pdf."""
        path = self.folder / "bin" / "backend" / name
        path.write_text(script.format(folder=self.folder))
        path.chmod(0o700)
        return f"{name}:/uji"

    def out_of_paper(self, name: str) -> str:
        """A printer that asks for paper with every job and prints once :meth:`refill` was called."""
        os.mkfifo(self.folder / "isi-kertas")
        return self.queue(name, uri=self.backend("kertas", OUT_OF_PAPER))

    def refill(self) -> None:
        """Put paper in: waits until the printer asks."""
        (self.folder / "isi-kertas").write_text("kertas\n")

    def broken(self, name: str) -> str:
        """A printer whose device refuses every job."""
        return self.queue(name, uri=self.backend("rusak", BROKEN))

    def pdf_printer(self, name: str) -> str:
        """A printer that turns every job into a PDF file (Debian's printer-driver-cups-pdf)."""
        program = self.folder / "bin" / "backend" / "cups-pdf"
        shutil.copy(PROGRAMS / "backend" / "cups-pdf", program)
        program.chmod(0o700)
        return self.queue(name, uri="cups-pdf:/", ppd=PPD)

    def disable(self, name: str, why: str = "sedang diperbaiki") -> None:
        """Nothing comes out any more."""
        self._say("cupsdisable", "-r", why, name)

    def enable(self, name: str) -> None:
        """It prints again."""
        self._say("cupsenable", name)

    def reject(self, name: str) -> None:
        """Nothing goes in any more."""
        self._say("cupsreject", "-r", "tutup", name)

    def kill(self) -> None:
        """The server dies without a word."""
        self._process.kill()
        self._process.wait()

    def revive(self) -> None:
        """It comes back with what it has on its disk."""
        (self.folder / "sock").unlink(missing_ok=True)
        self._start()

    def clean(self) -> None:
        """No queue and no job of the test before."""
        if self._process.poll() is not None:
            self.revive()
        self._say("cancel", "-a", "-x")
        for name in self._made:
            self._say("lpadmin", "-x", name)
        self._made.clear()
        (self.folder / "isi-kertas").unlink(missing_ok=True)

    def stop(self) -> None:
        """The end of the tests."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)

    # what arrived
    @staticmethod
    def _number(job: str) -> int:
        return int(job.rpartition("-")[2])

    def spooled(self, job: str) -> bytes:
        """The file exactly as it arrived."""
        return (self.spool / f"d{self._number(job):05}-001").read_bytes()

    def attributes(self, job: str) -> dict[str, str | int]:
        """What came with it: the IPP attributes of the job's control file, the plain ones."""
        path = self.spool / f"c{self._number(job):05}"
        self.until(path.exists, f"no control file of {job}")
        return read_ipp(path.read_bytes())

    def jobs(self, name: str, which: str = "not-completed") -> list[str]:
        """Jobs in a queue."""
        return re.findall(rf"^({re.escape(name)}-\d+)\s", self._say("lpstat", "-W", which, "-o", name), re.MULTILINE)


def read_ipp(content: bytes) -> dict[str, str | int]:
    """Name → value of an IPP message (RFC 8010): whole numbers as such, everything else as text."""
    found: dict[str, str | int] = {}
    at = 8
    while at < len(content):
        tag = content[at]
        at += 1
        if tag < 0x10:  # the beginning of a group
            continue
        size = int.from_bytes(content[at : at + 2], "big")
        name = content[at + 2 : at + 2 + size].decode()
        at += 2 + size
        size = int.from_bytes(content[at : at + 2], "big")
        value = content[at + 2 : at + 2 + size]
        at += 2 + size
        if name:
            whole = tag in {0x21, 0x23}
            found[name] = int.from_bytes(value, "big", signed=True) if whole else value.decode("utf-8", "replace")
    return found


@pytest.fixture(scope="module")
def cups_server() -> Iterator[Cups]:
    """One server for the tests of a module."""
    if os.name == "nt":
        pytest.skip("Windows has no CUPS; its way to printers is proved against CUPS on Linux")
    if scheduler() is None or shutil.which("lp") is None:
        pytest.fail("cupsd is not here: run the tests through installer/test.sh, which installs cups for them")
    # The socket's path must be short and the folder open to the user the filters run as: not pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="padan-cups-", dir="/tmp") as folder:
        server = Cups(Path(folder))
        yield server
        server.stop()


@pytest.fixture
def cups(cups_server: Cups, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    """The server without any queue; what this test starts finds no other one."""
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    yield cups_server
    cups_server.clean()
