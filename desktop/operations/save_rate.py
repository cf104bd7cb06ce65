"""The table of rates is the office's own: a new line from a day on, or a line put right."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, update

from db.queries.rates import last_closed, rates
from db.tables.lists import rate
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.reconciling import month_of, next_month, say_month, say_rupiah
from desktop.sop.refusals import Refused
from desktop.sop.segments import segments

_MOST = 10_000_000


@dataclass(frozen=True, kw_only=True)
class SaveRate(Command):
    """One line as typed; without ``rate_id`` a new one. ``version`` as it was looked at."""

    segment: str
    budget_line: str
    amount: int
    valid_from: date
    legal_basis: str
    ward_class: int = 3
    note: str = ""
    rate_id: int | None = None
    version: int = 0


@operation(SaveRate)
def save_rate(work: Work, command: SaveRate) -> Outcome:
    """Closed months keep what they were closed with, so nothing begins inside one; open ones are compared anew."""
    work.need_role("admin")
    values = _checked(command)
    _refuse_twice(work, command, str(values["budget_line"]))
    _refuse_closed(work, command)
    if command.rate_id is None:
        work.connection.execute(insert(rate), values)
    else:
        mine = (rate.c.id == command.rate_id, rate.c.version == command.version)
        statement = update(rate).where(*mine).values(**values, version=rate.c.version + 1)
        if not work.connection.execute(statement).rowcount:
            raise Refused("stale", "Tarif ini baru saja diubah. Muat ulang, lalu ulangi.")
    work.changed("rate")
    said = {"segmen": ("", command.segment), "mata_anggaran": ("", values["budget_line"])}
    money = {"rupiah": ("", command.amount), "berlaku": ("", command.valid_from.isoformat())}
    work.note(Entry("tarif_ubah" if command.rate_id else "tarif_baru", fields=said | money))
    return Outcome(f"Tarif {say_rupiah(command.amount)} disimpan.")


def _checked(command: SaveRate) -> dict[str, object]:
    texts = {name: " ".join(getattr(command, name).split()) for name in ("budget_line", "legal_basis", "note")}
    if command.segment not in {one.code for one in segments()}:
        raise Refused("no_segment", "Segmen kepesertaan belum dipilih. Pilih dulu, lalu simpan.")
    if not texts["budget_line"] or not texts["legal_basis"]:
        raise Refused("missing", "Mata anggaran dan dasar hukum belum diisi. Isi keduanya, lalu simpan.")
    if len(texts["budget_line"]) > 60 or max(map(len, texts.values())) > 300:
        raise Refused("too_long", "Isian terlalu panjang: mata anggaran 60 huruf, lainnya 300 huruf. Pendekkan.")
    if not 0 <= command.amount <= _MOST or command.ward_class not in (1, 2, 3):
        raise Refused("bad_amount", "Tarif harus rupiah bulat per orang per bulan, kelas 1 sampai 3. Periksa isiannya.")
    if command.valid_from.day != 1:
        raise Refused("bad_day", "Iuran dihitung per bulan. Pilih tanggal 1 dari bulan mulai berlakunya.")
    return {
        "segment": command.segment,
        "ward_class": command.ward_class,
        "amount": command.amount,
        "valid_from": command.valid_from,
        **texts,
    }


def _refuse_twice(work: Work, command: SaveRate, budget_line: str) -> None:
    """Two lines of one budget line from the same day: nobody could say which counts."""
    new = (command.segment, command.ward_class, budget_line.casefold(), command.valid_from)
    for one in rates(work.connection):
        same = (one.segment, one.ward_class, one.budget_line.casefold(), one.valid_from) == new
        if same and one.id != command.rate_id:
            raise Refused("twice", "Tarif mata anggaran itu sudah ada mulai tanggal yang sama. Ubah baris yang ada.")


def _refuse_closed(work: Work, command: SaveRate) -> None:
    """A rate that begins before or inside a closed month would say that it was billed otherwise than was agreed."""
    begins = [command.valid_from]
    begins += [one.valid_from for one in rates(work.connection) if one.id == command.rate_id]
    closed = last_closed(work.connection, command.segment)
    if closed and min(begins).isoformat()[:7] <= closed:
        said, after = say_month(month_of(closed)), say_date(next_month(month_of(closed)))
        what = f"{said} sudah ditutup dengan Berita Acara segmen ini, jadi tarifnya tidak berubah lagi."
        raise Refused("closed", f"{what} Tambahkan tarif baru mulai {after} atau sesudahnya.")
