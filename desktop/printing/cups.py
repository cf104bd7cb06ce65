"""CUPS through its command-line clients (``lpstat``, ``lp``, ``cancel``): the PDF itself goes into the queue."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop.printing.kinds import CalledOff, JobState, NotTaken, Printer, Report, Ticket
from desktop.printing.reasons import REJECTING, STOPPED, in_words, said

ASKING, HANDING = 15, 120
"""Seconds a client may take to answer, and to pass a whole PDF on (the print server may be across a network)."""
SILENT = "Layanan cetak komputer ini tidak menjawab. Nyalakan layanan cetaknya (CUPS), lalu coba lagi."
_PRINTER = re.compile(r"printer (\S+) (is idle|now printing|disabled|waiting)")
_ACCEPTING = re.compile(r"(\S+) (not accepting|accepting) requests since")
_DEFAULT = re.compile(r"system default destination: (\S+)")
_JOB = re.compile(r"(\S+-\d+)\s")
_ENDED = re.compile(r"already (completed|canceled|aborted)|does not exist")
_FAILED = ("job-stopped", "job-completed-with-errors", "document-")
"""What a job says that waits and will never come out by itself."""


class _Told(NamedTuple):
    """One block of ``lpstat -l``: its first line, and the indented ones with their label taken off."""

    head: str
    note: str
    alerts: tuple[str, ...]
    title: str
    status: str


class Cups:
    """The queues of this computer or of the server that ``CUPS_SERVER`` or client.conf names."""

    @staticmethod
    def is_here() -> bool:
        """Whether this computer has the clients."""
        return all(shutil.which(program) for program in ("lp", "lpstat", "cancel"))

    def printers(self) -> tuple[Printer, ...]:
        lines = _ask("lpstat", "-l", "-d", "-a", "-p", empty="No destinations added").splitlines()
        default = next((told[1] for line in lines if (told := _DEFAULT.match(line))), "")
        accepting = {told[1]: told[2] == "accepting" for line in lines if (told := _ACCEPTING.match(line))}
        blocks = (block for block in _blocks(lines) if block.head.startswith("printer "))
        found = tuple(_printer(block, accepting, default) for block in blocks)
        return (replace(found[0], default=True),) if len(found) == 1 else found

    def hand_over(self, ticket: Ticket, report: Report, cancelled: Callable[[], bool]) -> str:
        if cancelled():
            raise CalledOff
        report(0, 0, "Mengirim ke antrean cetak")
        sides = "two-sided-long-edge" if ticket.duplex else "one-sided"
        options = (f"media={ticket.paper.media}", f"sides={sides}", "print-scaling=none")
        words = ["-d", ticket.printer, "-n", str(ticket.copies), "-t", ticket.title]
        done = _run("lp", *words, *(part for option in options for part in ("-o", option)), pdf=ticket.pdf)
        taken = re.search(r"request id is (\S+-\d+) ", done.stdout)
        if done.returncode or taken is None:
            raise NotTaken(_why_not(done.stderr))
        return taken[1]

    def look(self, printer: str, job: str) -> JobState:
        # In every queue: somebody may have moved it to another printer.
        waiting = _jobs("not-completed", job)
        names = [name for name, _told in waiting]
        if job not in names:
            return self._ended(job)
        told = waiting[names.index(job)][1]
        if any(alert.startswith(_FAILED) for alert in told.alerts):
            return JobState("gagal", _failure(told.status))
        queue = next((one for one in self.printers() if one.name == printer), None)
        if queue is None or (queue.stopped and queue.reason != REJECTING.words):
            return JobState("gagal", queue.reason if queue else "antreannya dihapus")
        if not queue.ready and "job-printing" in told.alerts:
            way_on = queue.remedy.replace(", lalu cetak lagi.", ". Cetakan ini lalu keluar sendiri.")
            return JobState("mencetak", f"{queue.title} {queue.reason}. {way_on}")
        if any(alert.startswith("job-hold") for alert in told.alerts):
            return JobState("menunggu", "Ditahan di antrean pencetak")
        if "job-printing" in told.alerts:
            return JobState("mencetak", "Sedang dicetak")
        ahead = sum(1 for name in names[: names.index(job)] if name.startswith(f"{printer}-"))
        return JobState("menunggu", f"Menunggu {ahead} cetakan lain" if ahead else "Menunggu giliran")

    def cancel(self, job: str) -> bool:
        done = _run("cancel", job)
        if done.returncode and not _ENDED.search(done.stderr):
            raise NotTaken("Pekerjaan cetak ini tidak dapat dibatalkan dari sini. Batalkan di pencetaknya.")
        return not done.returncode

    @staticmethod
    def _ended(job: str) -> JobState:
        """How a job ended that waits no more."""
        told = dict(_jobs("completed", job)).get(job)
        # lpstat says the same of what was printed and what was called off. Asked to call it off again, CUPS tells them
        # apart. A job that the history has forgotten came out: those that fail stay until somebody looks.
        found = _ENDED.search(_run("cancel", job).stderr) if told is not None else None
        how = found[1] if found else "completed"
        if how == "canceled":
            return JobState("dibatalkan", "Dibatalkan")
        if how == "aborted":
            return JobState("gagal", _failure(told.status if told else ""))
        return JobState("selesai", "Selesai dicetak")


def _printer(told: _Told, accepting: dict[str, bool], default: str) -> Printer:
    found = _PRINTER.match(told.head)
    name, doing = (found[1], found[2]) if found else (told.head.split()[1], "")
    title = told.title if told.title and told.title != name else name.replace("_", " ")
    note = in_words(told.note)
    if doing == "disabled":
        words = f"{STOPPED.words} ({note})" if note else STOPPED.words
        return Printer(name, title, False, words, name == default, STOPPED.remedy, stopped=True)
    if not accepting.get(name, True):
        return Printer(name, title, False, REJECTING.words, name == default, REJECTING.remedy, stopped=True)
    reported = said(told.alerts)
    if reported is not None and reported.hinders:
        return Printer(name, title, False, reported.words, name == default, reported.remedy)
    usual = "sedang mencetak" if doing == "now printing" else "siap"
    return Printer(name, title, True, f"{usual}, {reported.words}" if reported else usual, name == default)


def _jobs(which: str, job: str) -> list[tuple[str, _Told]]:
    """Every job of that state, ours under the name it was given, whichever queue it is in now."""
    lines = _ask("lpstat", "-W", which, "-l", "-o", empty="No destinations added").splitlines()
    named = [(found[1], told) for told in _blocks(lines) if (found := _JOB.match(told.head))]
    number = job.rpartition("-")[2]
    return [(job if name.rpartition("-")[2] == number else name, told) for name, told in named]


def _blocks(lines: Sequence[str]) -> list[_Told]:
    groups: list[list[str]] = []
    for line in lines:
        if not line.startswith("\t"):
            groups.append([line])
        elif groups:
            groups[-1].append(line.strip())
    return [_told(head, rest) for head, *rest in groups]


def _told(head: str, rest: Sequence[str]) -> _Told:
    labelled = {label: value.strip() for label, colon, value in (line.partition(":") for line in rest) if colon}
    note = rest[0] if rest and ":" not in rest[0] else ""
    alerts = tuple(labelled.get("Alerts", "").replace(",", " ").split())
    return _Told(head, note, alerts, labelled.get("Description", ""), labelled.get("Status", ""))


def _failure(status: str) -> str:
    return f"antrean melaporkan “{status}”" if status else "antrean tidak dapat mencetaknya"


def _why_not(words: str) -> str:
    """One sentence for what ``lp`` complained about."""
    low = words.lower()
    if "does not exist" in low or "no default" in low:
        return "Pencetak itu tidak ada lagi di komputer ini. Pilih pencetak lain."
    if "not accepting" in low:
        return f"Pencetak {REJECTING.words}. {REJECTING.remedy}"
    if "unable to queue" in low or "space" in low or "too large" in low:
        # CUPS breaks off in the middle of a file that its disk has no room for and does not say why.
        return (
            "Antrean cetak berhenti menerima di tengah berkas; biasanya karena disk komputer cetak penuh. "
            "Kosongkan ruangnya, lalu coba lagi."
        )
    if any(
        sign in low for sign in ("not connect", "unable to connect", "scheduler", "endpoint", "refused", "bad file")
    ):
        return SILENT
    return "Antrean cetak menolak berkas ini. Periksa pencetaknya, lalu coba lagi."


def _ask(program: str, *words: str, empty: str) -> str:
    """What a client answers; ``empty`` begins the complaint that only means there is nothing."""
    done = _run(program, *words)
    if done.returncode and empty not in done.stderr:
        raise NotTaken(SILENT)
    return done.stdout


def _run(program: str, *words: str, pdf: bytes = b"") -> "subprocess.CompletedProcess[str]":
    """Run one client, its words in English whatever the clerk's language. :raises NotTaken:"""
    found = shutil.which(program)
    if found is None:
        raise NotTaken("Komputer ini belum punya layanan cetak (CUPS). Simpan PDF-nya, lalu cetak di komputer lain.")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    surroundings["LC_ALL"] = "C.UTF-8"
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program, no shell)
            [found, *words],
            input=pdf,
            capture_output=True,
            check=False,
            env=surroundings,
            timeout=HANDING if pdf else ASKING,
        )
    except subprocess.TimeoutExpired:
        raise NotTaken(SILENT) from None
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)
