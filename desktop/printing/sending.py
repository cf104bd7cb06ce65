"""One job from the desk to the queue: the printer is looked at first, then the PDF handed over, then the job watched."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop.printing.kinds import BackEnd, CalledOff, JobState, NotTaken, Printer, Report, Ticket

PAUSE = 0.3
"""Seconds between two looks at a job."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended. ``job`` is the queue's number; with ``diterima`` the queue has it or it came out already."""

    state: Literal["diterima", "gagal", "dibatalkan"]
    job: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Watch:
    """How a job is accompanied. ``patience``: seconds it is watched; then it is left to its queue.

    ``leave``: True when nobody is there any more (the program closes): the job goes on unwatched.
    """

    report: Report
    cancelled: Callable[[], bool]
    patience: float
    leave: Callable[[], bool] = lambda: False


def pick(back_end: BackEnd, name: str, *, anyway: bool) -> Printer:
    """The printer of this name, without one the default, when it can print. :raises NotTaken: with reason and remedy.

    ``anyway``: try also when it said it was out of paper.
    """
    printers = back_end.printers()
    if not printers:
        raise NotTaken("Belum ada pencetak di komputer ini. Pasang dulu, atau simpan PDF-nya dan cetak di tempat lain.")
    found = next((one for one in printers if (one.name == name if name else one.default)), None)
    if found is None and name:
        raise NotTaken(f"Pencetak {name} tidak ada lagi di komputer ini. Pilih pencetak lain.")
    if found is None:
        raise NotTaken("Belum ada pencetak yang dipilih. Pilih satu, lalu coba lagi.")
    if not found.ready and (found.stopped or not anyway):
        raise NotTaken(f"{found.title} {found.reason}. {found.remedy}")
    return found


def send(back_end: BackEnd, ticket: Ticket, watch: Watch, accepted: Callable[[str], None]) -> Ending:
    """Hand a job over and watch it. ``accepted(job)`` is called once, as soon as the queue has it."""
    try:
        job = back_end.hand_over(ticket, watch.report, watch.cancelled)
    except CalledOff as stop:
        words = "Halaman yang sudah terkirim mungkin masih keluar." if stop.partly else "Tidak ada yang dicetak."
        return Ending("dibatalkan", "", f"Dibatalkan. {words}")
    except NotTaken as trouble:
        return Ending("gagal", "", trouble.sentence)
    accepted(job)
    if not job:
        return Ending("diterima", job, f"Diterima {ticket.printer}.")
    return _accompany(back_end, ticket, job, watch)


def _accompany(back_end: BackEnd, ticket: Ticket, job: str, watch: Watch) -> Ending:
    until = time.monotonic() + watch.patience
    state = JobState("menunggu", "")
    while True:
        if watch.cancelled():
            return _call_off(back_end, ticket, job)
        try:
            state = back_end.look(ticket.printer, job)
        except NotTaken:
            words = "Diterima antrean, tetapi layanan cetak berhenti menjawab. Periksa hasilnya di pencetak."
            return Ending("diterima", job, words)
        if state.state == "selesai":
            return Ending("diterima", job, "Sudah dicetak.")
        if state.state == "dibatalkan":
            return Ending("dibatalkan", job, "Dibatalkan di antrean pencetak. Tidak dicetak, atau hanya sebagian.")
        if state.state == "gagal":
            return _give_up(back_end, job, state)
        watch.report(0, 0, state.text)
        if time.monotonic() >= until or watch.leave():
            return Ending("diterima", job, f"Diterima antrean. {state.text}.".replace("..", "."))
        time.sleep(PAUSE)


def _give_up(back_end: BackEnd, job: str, state: JobState) -> Ending:
    """What failed is taken out of the queue: it must not come out by surprise after it was printed elsewhere."""
    try:
        back_end.cancel(job)
    except NotTaken as trouble:
        return Ending("gagal", job, f"Tidak tercetak: {state.text}. {trouble.sentence}")
    return Ending("gagal", job, f"Tidak tercetak: {state.text}. Periksa pencetaknya, lalu cetak lagi.")


def _call_off(back_end: BackEnd, ticket: Ticket, job: str) -> Ending:
    try:
        if back_end.cancel(job):
            return Ending("dibatalkan", job, "Dibatalkan. Halaman yang sudah keluar tidak dihitung.")
        state = back_end.look(ticket.printer, job)
    except NotTaken as trouble:
        return Ending("diterima", job, trouble.sentence)
    if state.state == "selesai":
        return Ending("diterima", job, "Terlambat dibatalkan: sudah telanjur dicetak.")
    return Ending("gagal" if state.state == "gagal" else "dibatalkan", job, f"Tidak dicetak: {state.text}.")
