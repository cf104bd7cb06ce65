"""The setup file proved under wine, as ``smoke.sh`` prepared it: ``python installer/smoke.py SETUP WINE_FOLDER``.

Installs silently, runs the installed program (self-test, the whole tour), compares its letters and cards with those of
the Linux run, prints into a CUPS queue, refuses to replace a running program, upgrades, uninstalls, and looks at what is
left. Every check is a line; the last line counts them. Exit status 1 when one failed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "installer")]

import bundle  # noqa: E402
import compare  # noqa: E402

ADDRESS = "postgresql://server.contoh.invalid/padan"
PATIENCE = 1200


class Proof:
    """One wine folder, one setup file; ``results`` are the lines so far."""

    def __init__(self, setup: Path, wine: Path, out: Path) -> None:
        self.setup, self.wine, self.out = setup, wine, out
        # The user's folder as Windows Python names it; wine names the user after the Linux one.
        (self.local,) = (wine / "drive_c/users").glob("*/AppData/Local")
        self.folder = self.local / "Programs/Padan"
        self.program = self.folder / "Padan.exe"
        self.results: list[tuple[str, bool, str]] = []

    def run(self, program: Path | str, *words: str, **surroundings: str) -> tuple[int, str]:
        """(status, output) of a Windows program."""
        with self.start(program, *words, **surroundings) as process:
            told, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, told.decode("utf-8", "replace")

    def start(self, program: Path | str, *words: str, **surroundings: str) -> "subprocess.Popen[bytes]":
        """A Windows program that goes on."""
        wine = {"WINEPREFIX": str(self.wine), "WINEARCH": "win64", "WINEDEBUG": "-all"}
        silent = {"WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": ""}
        return subprocess.Popen(  # noqa: S603
            ["wine", str(program), *words],  # noqa: S607
            env={**os.environ, **wine, **silent, **surroundings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def check(self, name: str, look: Callable[[], str]) -> None:
        """``look`` gives what was seen, or raises :class:`AssertionError`."""
        began = time.monotonic()
        try:
            told, good = look(), True
        except AssertionError as error:
            told, good = str(error), False
        self.results.append((name, good, told))
        mark = "baik " if good else "GAGAL"
        sys.stdout.write(f"{mark} {name} ({time.monotonic() - began:.0f} s): {told}\n")
        sys.stdout.flush()

    def windows_path(self, path: Path) -> str:
        """As a program under wine names a path of this machine."""
        return "Z:" + str(path).replace("/", "\\")


def expect(holds: object, told: str) -> None:
    """An assertion that stands also when Python optimises."""
    if not holds:
        raise AssertionError(told)


def installs(proof: Proof) -> str:
    status, told = proof.run(proof.setup, "/S", f"/DATABASE={ADDRESS}")
    expect(status == 0, f"status {status}: {told}")
    expect(proof.program.exists(), "Padan.exe tidak ada")
    settings = (proof.folder / "padan.toml").read_text(encoding="utf-8")
    expect(f"database = '{ADDRESS}'" in settings, settings)
    links = list(proof.wine.rglob("Padan.lnk"))
    expect(links, "tidak ada di menu Mulai")
    (proof.folder / "padan.toml").unlink()
    size = sum(path.stat().st_size for path in proof.folder.rglob("*") if path.is_file())
    return f"{len(list(proof.folder.rglob('*')))} berkas, {size / 1e6:.0f} MB; pemasang {proof.setup.stat().st_size / 1e6:.1f} MB"


def is_registered(proof: Proof) -> str:
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Padan"
    status, told = proof.run("reg", "query", key)
    expect(status == 0 and bundle.version(ROOT) in told and "QuietUninstallString" in told, told)
    return f"versi {bundle.version(ROOT)} terdaftar untuk pengguna ini"


def refuses_a_wrong_address(proof: Proof) -> str:
    for wrong in ("sqlite:///c:/x.db", "postgresql://s/o'k"):
        status, _ = proof.run(proof.setup, "/S", f"/DATABASE={wrong}", f"/D={proof.windows_path(proof.out / 'salah')}")
        expect(status == 2, f"{wrong}: status {status}")
    expect(not (proof.out / "salah").exists(), "terpasang juga")
    return "status 2, tidak ada yang terpasang"


def tests_itself(proof: Proof) -> str:
    status, told = proof.run(proof.program, "self-test")
    expect(status == 0 and "GAGAL" not in told, f"status {status}: {told}")
    return f"{told.count(': baik')} pemeriksaan"


def plays_the_tour(proof: Proof) -> str:
    """Beside the Linux run from source. While it plays, nobody may replace the program."""
    ours, theirs = proof.out / "linux", proof.out / "windows"
    linux = subprocess.Popen(  # noqa: S603
        [sys.executable, "main.py", "tour", "--offscreen", "--out", str(ours)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with proof.start(proof.program, "tour", "--offscreen", "--out", proof.windows_path(theirs)) as windows:
        expect(windows.stdout is not None, "")
        windows.stdout.readline()  # type: ignore[union-attr]
        status, _ = proof.run(proof.setup, "/S")
        told, _ = windows.communicate(timeout=PATIENCE)
    expect(status == 2, f"Pemasang mengganti program yang terbuka: status {status}")
    expect(windows.returncode == 0, f"status {windows.returncode}: {told.decode('utf-8', 'replace')[-900:]}")
    expect(linux.wait(PATIENCE) == 0, f"tour di Linux: status {linux.returncode}")
    return told.decode("utf-8", "replace").strip().rpartition("\n")[2]


def draws_the_same(proof: Proof) -> str:
    told = list(compare.differences(proof.out / "linux", proof.out / "windows"))
    expect(not told, "; ".join(told[:8]))
    names = list((proof.out / "windows").rglob("*.pdf"))
    return f"{len(names)} PDF: teks, letak dan kode sama dengan Linux"


def prints(proof: Proof) -> str:
    from tests.printing.private_cups import Cups

    with tempfile.TemporaryDirectory(prefix="padan-cups-", dir="/tmp") as folder:
        server = Cups(Path(folder))
        try:
            queue = server.queue("meja")
            data = proof.windows_path(proof.out / "windows/data")
            words = ("letter", "print", "4", "--printer", queue, "--practice", "--as", "sari")
            status, told = proof.run(proof.program, *words, CUPS_SERVER=server.address, PADAN_HOME=data)
            expect(status == 0, f"status {status}: {told}")
            (job,) = server.jobs(queue, "completed") or server.jobs(queue)
            sent = server.spooled(job)
            pages = sent.count(b"%%Page:")
            expect(sent.startswith(b"%!PS") and pages == 3, f"{sent[:20]!r}, {pages} halaman")
        finally:
            server.stop()
    return f"{pages} halaman, {len(sent) / 1e6:.1f} MB dalam antrean CUPS"


def upgrades(proof: Proof) -> str:
    old = proof.folder / "_internal/desktop_lama.pyc"
    old.write_bytes(b"lama")
    status, told = proof.run(proof.setup, "/S")
    expect(status == 0 and not old.exists(), f"status {status}: {told}")
    status, told = proof.run(proof.program, "self-test")
    expect(status == 0, told)
    return "berkas versi lama tidak tersisa, program berjalan"


def uninstalls(proof: Proof) -> str:
    data = proof.local / "Padan"
    data.mkdir(exist_ok=True)
    (data / "kantor.db").write_bytes(b"data kantor")
    # The uninstaller copies itself away and goes on alone; told where it lies it stays and can be waited for.
    status, told = proof.run(proof.folder / "uninstall.exe", "/S", f"_?={_of_c(proof, proof.folder)}")
    expect(status == 0, f"status {status}: {told}")
    left = [path.name for path in proof.folder.rglob("*")] if proof.folder.exists() else []
    expect(set(left) <= {"uninstall.exe"}, f"tersisa: {left[:9]}")
    expect(not list(proof.wine.rglob("Padan.lnk")), "pintasan tersisa")
    expect((data / "kantor.db").exists(), "data kantor hilang")
    status, _ = proof.run("reg", "query", r"HKCU\Software\Padan")
    expect(status != 0, "kunci registri tersisa")
    return "hanya folder data yang tinggal"


def _of_c(proof: Proof, path: Path) -> str:
    return "C:\\" + str(path.relative_to(proof.wine / "drive_c")).replace("/", "\\")


CHECKS: dict[str, Callable[[Proof], str]] = {
    "dipasang diam-diam": installs,
    "terdaftar": is_registered,
    "alamat yang salah ditolak": refuses_a_wrong_address,
    "self-test": tests_itself,
    "tour, dan program yang terbuka tidak diganti": plays_the_tour,
    "surat dan kartu": draws_the_same,
    "cetak ke CUPS": prints,
    "naik versi": upgrades,
    "dihapus": uninstalls,
}


def main(setup: Path, wine: Path) -> int:
    """All checks in order; gives the exit status."""
    out = ROOT / "build/smoke"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    proof = Proof(setup, wine, out)
    for name, look in CHECKS.items():
        proof.check(name, lambda look=look: look(proof))
    good = sum(one for _, one, _ in proof.results)
    sys.stdout.write(f"{good} passed, {len(proof.results) - good} failed\n")
    return int(good < len(proof.results))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
