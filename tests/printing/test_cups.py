"""The way to the printers through CUPS, against a real server: what arrives, what is refused, what a printer says."""

import os
import random
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
from pages import sample, size_mm

from desktop.printing.cups import Cups as CupsPrinting
from desktop.printing.kinds import PAPERS, CalledOff, NotTaken, Ticket
from desktop.printing.sending import Watch, pick, send
from tests.printing import private_cups

PDF = sample(3)


def ticket(printer, *, pdf=PDF, paper="a4", copies=1, duplex=False, title="Padan: Surat 1"):
    return Ticket(pdf, printer, title, PAPERS[paper], 3, copies, duplex)


def quiet(*_):
    """Nobody listens."""


def hand_over(made):
    return CupsPrinting().hand_over(made, quiet, lambda: False)


def sent(made, *, cancelled=lambda: False, patience=20.0, report=quiet):
    """(ending, the job as it was accepted)."""
    accepted = []
    ending = send(CupsPrinting(), made, Watch(report, cancelled, patience), accepted.append)
    assert len(accepted) == (1 if ending.job else 0)
    return ending


def printer(name):
    return next(one for one in CupsPrinting().printers() if one.name == name)


def test_the_exact_bytes_arrive(cups):
    job = hand_over(ticket(cups.queue("uji")))
    assert cups.spooled(job) == PDF


def test_copies_both_sides_paper_and_scale_arrive(cups):
    name = cups.queue("uji")
    given = cups.attributes(hand_over(ticket(name, paper="f4", copies=2, duplex=True, title="Padan: Surat 400/Ä")))
    wanted = {"copies": 2, "sides": "two-sided-long-edge", "media": "Custom.215x330mm", "print-scaling": "none"}
    assert {key: given.get(key) for key in wanted} == wanted
    assert given["job-name"] == "Padan: Surat 400/Ä"
    plain = cups.attributes(hand_over(ticket(name)))
    assert (plain["sides"], plain["media"], plain.get("copies", 1)) == ("one-sided", "A4", 1)


@pytest.mark.parametrize("paper", list(PAPERS))
def test_every_paper_is_a_medium(cups, paper):
    given = cups.attributes(hand_over(ticket(cups.queue("uji"), paper=paper)))
    assert given["media"] == PAPERS[paper].media


def test_a_job_is_watched_until_it_came_out(cups):
    ending = sent(ticket(cups.queue("uji")))
    assert (ending.state, ending.job, ending.sentence) == ("diterima", ending.job, "Sudah dicetak.")
    assert ending.job.startswith("uji-")


def test_no_printer_at_all(cups):
    assert CupsPrinting().printers() == ()
    with pytest.raises(NotTaken) as caught:
        pick(CupsPrinting(), "", anyway=False)
    assert "Belum ada pencetak" in caught.value.sentence


def test_the_only_printer_is_the_default_one_and_of_two_the_chosen(cups):
    name = cups.queue("satu")
    assert pick(CupsPrinting(), "", anyway=False).name == name
    cups.queue("dua")
    with pytest.raises(NotTaken, match="printing") as caught:
        pick(CupsPrinting(), "", anyway=False)
    assert "Pilih satu" in caught.value.sentence
    cups._say("lpadmin", "-d", "dua")
    assert pick(CupsPrinting(), "", anyway=False).name == "dua"


def test_a_printer_is_called_by_its_description(cups):
    cups.queue("lt2-hp")
    assert (printer("lt2-hp").title, printer("lt2-hp").reason, printer("lt2-hp").ready) == (
        "Pencetak lt2-hp",
        "siap",
        True,
    )


def test_a_wrong_name_is_said(cups):
    cups.queue("uji")
    with pytest.raises(NotTaken) as caught:
        pick(CupsPrinting(), "hantu", anyway=True)
    assert "hantu tidak ada lagi" in caught.value.sentence
    ending = sent(ticket("hantu"))
    assert (ending.state, ending.job) == ("gagal", "") and "tidak ada lagi" in ending.sentence


def test_a_stopped_printer_is_not_asked(cups):
    cups.disable(cups.queue("uji"))
    found = printer("uji")
    assert (found.ready, found.stopped, found.reason) == (False, True, "antreannya dihentikan (sedang diperbaiki)")
    with pytest.raises(NotTaken) as caught:
        pick(CupsPrinting(), "uji", anyway=True)
    assert caught.value.sentence.startswith("Pencetak uji antreannya dihentikan (sedang diperbaiki). Periksa")


def test_a_rejecting_printer_is_not_asked(cups):
    cups.reject(cups.queue("uji"))
    assert (printer("uji").stopped, printer("uji").reason) == (True, "menolak pekerjaan baru")
    # The queue may close between the look and the job.
    ending = sent(ticket("uji"))
    assert ending.state == "gagal" and "menolak pekerjaan baru" in ending.sentence


def test_out_of_paper_is_said_while_it_waits_and_goes_on_when_filled(cups):
    name, heard = cups.out_of_paper("uji"), []
    filled = threading.Thread(target=cups.refill)

    def report(_done, _total, text):
        heard.append(text)
        if "kertasnya habis" in text and not filled.ident:
            filled.start()

    ending = sent(ticket(name), report=report)
    filled.join()
    assert any("kertasnya habis. Isi kertas" in text for text in heard), heard
    assert (ending.state, ending.sentence) == ("diterima", "Sudah dicetak.")


def test_out_of_paper_beyond_patience_is_left_in_the_queue(cups):
    name = cups.out_of_paper("uji")
    cups.until(lambda: True, "")
    looks = iter(range(1000))
    ending = sent(ticket(name), patience=0.0, report=lambda *_: next(looks))
    assert ending.state == "diterima" and ending.sentence.startswith("Diterima antrean.")
    cups.until(lambda: not printer(name).ready, "the printer does not ask for paper")
    found = printer(name)
    assert (found.ready, found.stopped, found.reason) == (False, False, "kertasnya habis")
    with pytest.raises(NotTaken) as caught:
        pick(CupsPrinting(), name, anyway=False)
    assert "kertasnya habis. Isi kertas" in caught.value.sentence
    # What it said may be older than the paper put in since: the clerk may try.
    assert pick(CupsPrinting(), name, anyway=True).name == name


def test_a_held_job_is_called_off(cups):
    name, told = cups.queue("uji", "job-hold-until-default=indefinite"), []

    def report(_done, _total, text):
        told.append(text)

    ending = sent(ticket(name), cancelled=lambda: "Ditahan di antrean pencetak" in told, report=report)
    assert (ending.state, bool(ending.job)) == ("dibatalkan", True)
    assert cups.jobs(name) == []


def test_called_off_before_it_is_handed_over(cups):
    name = cups.queue("uji")
    with pytest.raises(CalledOff):
        CupsPrinting().hand_over(ticket(name), quiet, lambda: True)
    assert cups.jobs(name, "all") == []


def test_called_off_elsewhere(cups):
    name = cups.queue("uji", "job-hold-until-default=indefinite")
    ending = sent(ticket(name), report=lambda *_: cups._say("cancel", "-a", name))
    assert ending.state == "dibatalkan" and "antrean pencetak" in ending.sentence


def test_a_job_that_came_out_cannot_be_called_off(cups):
    name = cups.queue("uji")
    job = hand_over(ticket(name))
    cups.until(lambda: not cups.jobs(name), "the job is not printed")
    CupsPrinting().cancel(job)
    assert CupsPrinting().look(name, job).state == "selesai"


def test_a_job_the_device_refuses_has_failed(cups):
    ending = sent(ticket(cups.broken("uji")))
    assert ending.state == "gagal" and ending.sentence.startswith("Tidak tercetak: ")
    assert cups.jobs("uji") == []


def test_a_queue_that_stops_keeps_no_surprise(cups):
    """Stopped behind the job: it is taken out, or it would come out later, after it was printed elsewhere."""
    name = cups.queue("uji", "job-hold-until-default=indefinite")
    ending = sent(ticket(name), report=lambda *_: cups.disable(name, "Unplugged or turned off"))
    assert (ending.state, cups.jobs(name)) == ("gagal", [])
    assert "antreannya dihentikan (mati atau tidak tersambung)" in ending.sentence


def test_a_dead_server_is_said(cups):
    cups.queue("uji")
    cups.kill()
    with pytest.raises(NotTaken) as caught:
        CupsPrinting().printers()
    assert "tidak menjawab" in caught.value.sentence
    assert sent(ticket("uji")).state == "gagal"


def test_a_server_that_dies_behind_the_job_leaves_it_accepted(cups):
    """The queue gave a number: that stays true, and the clerk is told to look at the paper."""
    name = cups.queue("uji", "job-hold-until-default=indefinite")
    ending = sent(ticket(name), report=lambda _d, _t, text: cups.kill() if "Ditahan" in text else None)
    assert ending.state == "diterima" and "Periksa hasilnya" in ending.sentence
    cups.revive()
    assert cups.jobs(name) == [ending.job]


def test_no_clients_at_all(cups, monkeypatch):
    with monkeypatch.context() as nowhere:
        nowhere.setenv("PATH", "/nonexistent")
        assert not CupsPrinting.is_here()
        with pytest.raises(NotTaken) as caught:
            CupsPrinting().printers()
    assert "Simpan PDF" in caught.value.sentence


@pytest.mark.skipif(not private_cups.ROOT, reason="the backend of printer-driver-cups-pdf insists on root")
def test_a_pdf_printer_prints_a_pdf(cups, monkeypatch):
    """Through Debian's own filters and a driver, to what a printer would draw: three A4 pages at 100 %."""
    monkeypatch.setenv("CUPS_USER", "padan-uji")  # nobody's name: the PDF goes where cups-pdf keeps those of strangers
    name = cups.pdf_printer("pdf")
    title = f"padan-uji-{os.getpid()}-{random.randrange(10**6)}"
    made = private_cups.ANONYMOUS.glob(f"*{title}*")
    try:
        ending = sent(ticket(name, title=title))
        assert (ending.state, ending.sentence) == ("diterima", "Sudah dicetak.")
        (paper,) = list(made)
        pages, width, height = size_mm(paper.read_bytes())
        assert pages == 3 and abs(width - 210) < 1 and abs(height - 297) < 1
    finally:
        for file in private_cups.ANONYMOUS.glob(f"*{title}*"):
            file.unlink()


@pytest.fixture(params=["tmpfs", "limit"])
def full_server(request, cups_server):
    """A server whose spool has room for 64 KB: a tiny file system, or files that may not grow beyond it."""
    with tempfile.TemporaryDirectory(prefix="padan-cups-", dir="/tmp") as folder:
        spool = Path(folder) / "penuh"
        spool.mkdir()
        tiny = ["mount", "-t", "tmpfs", "-o", "size=64k", "padan-uji", str(spool)]
        mounted = request.param == "tmpfs" and subprocess.run(tiny, capture_output=True, check=False).returncode == 0
        if request.param == "tmpfs" and not mounted:
            pytest.skip("no right to mount a tiny file system here; the same is tried with files that may not grow")
        server = private_cups.Cups(Path(folder), spool, small=not mounted)
        try:
            yield server
        finally:
            server.stop()
            if mounted:
                subprocess.run(["umount", str(spool)], check=True)


def test_a_full_disk_is_said_and_nothing_counts_as_printed(full_server, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", full_server.address)
    name = full_server.queue("uji")
    large = sample(3) + b"%" + random.Random(7).randbytes(300_000)
    ending = sent(ticket(name, pdf=large))
    assert ending.state == "gagal", ending
    assert "penuh" in ending.sentence and "Kosongkan ruang" in ending.sentence
    assert full_server.jobs(name) == []
    assert sent(ticket(name)).state == "diterima"
