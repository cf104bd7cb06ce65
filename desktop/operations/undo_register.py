"""The newest delivery of SIAK is taken back: the population register stands as before it."""

from typing import Any

from sqlalchemy import Row

from db.registry.residents_back import give_back, upon_delivery
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.undo_parts import mark_undone, note_undone
from desktop.operations.work import Work
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


def undo_register(work: Work, run: Row[Any], reason: str) -> Outcome:
    """Who was new goes, who changed stands as before, whose move it took back has moved. :raises Refused: for an older
    delivery, whose former rows are kept no more, and with what stands upon it."""
    if not run.former_kept:
        what = "Data sebelum kiriman ini tidak disimpan lagi: hanya kiriman SIAK yang terbaru dapat dibatalkan."
        raise Refused("not_newest", f"{what} Impor kiriman yang benar untuk menggantinya.")
    _nothing_stands_upon(work, run.id)
    mark_undone(work, run.id)
    back = give_back(work.connection, run.id)
    taken = {"penduduk": back.gone, "semula": back.former, "pindah_lagi": len(back.moved)}
    work.changed("civil_event")
    work.changed("person")
    note_undone(work, run.id, reason, taken)
    work.note(*(Entry("peristiwa_berlaku", person_id=one, reason=reason) for one in back.moved))
    words = f"{back.gone} penduduk ditarik, {back.former} kembali ke data sebelumnya"
    if back.moved:
        words = f"{words}, {len(back.moved)} tercatat pindah lagi"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": run.id, **taken})


def _nothing_stands_upon(work: Work, run_id: int) -> None:
    upon = upon_delivery(work.connection, run_id)
    if upon.months:
        what = f"Bulan {say_month(month_of(upon.months[-1]))} sudah ditutup dengan data penduduk ini."
        raise Refused("built_upon", f"{what} Impor kiriman yang benar: perbedaannya masuk bulan berikut.")
    words = [f"{upon.people} orang dicatat dengan datanya"] * bool(upon.people)
    words += [f"{upon.events} peristiwa baru dari yang kembali"] * bool(upon.events)
    if words:
        what = f"Kiriman ini sudah dipakai: {', '.join(words)}."
        raise Refused("built_upon", f"{what} Batalkan itu dulu, atau impor kiriman yang benar untuk menggantinya.")
