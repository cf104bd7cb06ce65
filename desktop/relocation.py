"""``move``: a single office goes to an empty database of a server, whole or not at all, and its file is closed.

1. The file is marked: nobody signs in or writes any more (``moved_office``).
2. One transaction here holds the file, one at the server takes everything in: tables, rows, guards. Before it commits, the
   rows are read back and compared, and journal, seals and letters are proved there.
3. The server commits, then the mark is made final.
Killed in 1 or 2, the office is at the file; killed in 3, it is at the server. The same command again finds out which, and
goes on or finishes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import Connection, Table, inspect

from db.backends.postgresql import arriving
from db.backends.postgresql.restoring import holds_nothing
from db.counts import counts
from db.database import Database
from db.errors import RecordRoomError
from db.queries.backups import office_identity
from db.queries.staff import staff_list
from db.rows import Tally, batches, tables, tallied, too_long
from desktop.backup_opening import differences
from desktop.operations import journal, moved_office
from desktop.operations.moved_office import Arrival, Mark, Stand
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

if TYPE_CHECKING:
    from desktop.seat import Seat

Report = Callable[[int, int, str], None]
_ADDRESS_WORDS = frozenset(
    {"host", "port", "hostaddr", "sslmode", "sslrootcert", "channel_binding", "target_session_attrs"}
)
STAYS = "Kantor tetap di berkas ini dan dipakai seperti biasa."
CLOSED = "Berkas ini masih tertutup sampai perintah yang sama dijalankan lagi."


@dataclass(frozen=True, slots=True)
class Moved:
    """``to``: the address for the desks. ``already``: it was there before this run. ``counts``: rows of every table.
    ``waiting``: user names that need a first password; ``authenticators``: those of them who had one."""

    to: str
    already: bool
    counts: dict[str, int]
    waiting: tuple[str, ...]
    authenticators: tuple[str, ...]


def desk_address(url: str) -> str:
    """The address as desks need it: no account, no place of secrets."""
    parts = urlsplit(url)
    kept = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name in _ADDRESS_WORDS])
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=kept, scheme="postgresql").geturl()


def move(seat: "Seat", password: str, url: str, report: Report) -> Moved:
    """Carry the office of ``seat`` (an administrator, whose ``password`` was found right and becomes the login's) to the
    empty database at ``url``, named with the account that owns it. After a refusal or trouble both places are as before;
    only when the line broke at the commit itself the file stays closed until the same command was repeated.

    :raises Refused: :raises WorldTrouble:
    """
    target = Database(url)
    if not target.backend.logins:
        raise Refused("not_a_server", "Tujuan harus basis data bersama: --to postgresql://PEMILIK@SERVER/basisdata")
    try:
        return _Relocation(seat, password, target, report).carry_out()
    finally:
        target.close()


class _Relocation:
    def __init__(self, seat: "Seat", password: str, target: Database, report: Report) -> None:
        self.staff, self.password, self.target, self.report = seat.staff, password, target, report
        self.office, self.source = seat.office, seat.office.database
        self.mark = Mark(desk_address(target.url), seat.office.clock(), done=False)
        self.passed, self.stays = False, STAYS

    def carry_out(self) -> Moved:
        try:
            with self.source.read() as here:
                before = moved_office.mark(here)
                self.stays = STAYS if before is None else CLOSED
                stand, identity = moved_office.stand(here), office_identity(here)
            with self.target.read() as there:
                empty = holds_nothing(there)
                arrived = None if empty else self._arrived(there, stand, identity)
        except RecordRoomError as error:
            raise self._told(error) from None
        if arrived is not None:
            return self._finish(arrived)
        self._refuse_elsewhere(before)
        if not empty:
            if before is not None:
                self._open_again()
            raise Refused(
                "not_empty", "Tempat tujuan sudah berisi. Pindahkan hanya ke basis data kosong; pilih yang lain."
            )
        return self._attempt()

    def _arrived(self, there: Connection, stand: Stand, identity: str) -> Arrival | None:
        """The line of this very move at the server. :raises Refused: for this office at another stand."""
        if "journal" not in inspect(there).get_table_names():
            return None
        found = moved_office.arrival(there)
        if found is None or office_identity(there) != identity:
            return None
        if found.stand != stand:
            more = stand.lines - found.stand.lines
            what = f"masih dipakai sesudah pindah ({more} baris jurnal lebih)" if more > 0 else "bukan keadaan terakhir"
            raise Refused(
                "gone_on",
                f"Kantor ini sudah ada di tempat tujuan, tetapi berkas ini {what}. Tidak ada yang diubah. Catat ulang yang "
                "kurang di server, atau kosongkan basis data itu lalu pindahkan lagi bila di sana belum ada pekerjaan.",
            )
        if moved_office.lines_until(there, found.row) != stand.lines + 1:
            raise Refused("broken_there", "Jurnal di server tidak utuh lagi. Jalankan main.py verify di sana dulu.")
        return found

    def _refuse_elsewhere(self, before: Mark | None) -> None:
        if before is not None and (before.done or _place(before.to) != _place(self.mark.to)):
            raise Refused("moved", before.sentence)

    def _finish(self, arrived: Arrival) -> Moved:
        """The office is there; whatever is missing of the mark here is made up for."""
        try:
            with self.source.write() as here:
                before = moved_office.mark(here)
                if before is None or not before.done:
                    moved_office.set_mark(here, None)
                    moved_office.take_over(here, arrived)
                    moved_office.set_mark(here, Mark(self.mark.to, arrived.row["at"], done=True))
                return self._moved(here, already=True)
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def _attempt(self) -> Moved:
        try:
            self._close()
            return self._carry()
        except BaseException as error:
            if self.passed:
                sentence = "Pemindahan terputus tepat saat disahkan, jadi berkas ini tetap tertutup."
                raise WorldTrouble("uncertain", f"{sentence} Jalankan lagi perintah yang sama.") from None
            self._open_again()
            raise self._told(error) from None

    def _close(self) -> None:
        with self.source.write() as here:
            self._refuse_elsewhere(moved_office.mark(here))
            moved_office.set_mark(here, self.mark)

    def _open_again(self) -> None:
        """Nothing stayed at the server. What cannot be undone now, the next run undoes."""
        try:
            with self.source.write() as here:
                if (mark := moved_office.mark(here)) is not None and not mark.done:
                    moved_office.set_mark(here, None)
            self.stays = STAYS
        except RecordRoomError:
            self.stays = CLOSED

    def _carry(self) -> Moved:
        with self.source.write() as here:
            moved_office.set_mark(here, None)
            self._prove_source(here)
            moved_office.write_line(here, moved_office.stand(here), self.mark.to, self.staff, self.mark.at)
            with self.target.write() as there:
                self._take_in(here, there)
                self.passed = True
            moved_office.set_mark(here, Mark(self.mark.to, self.mark.at, done=True))
            moved = self._moved(here, already=False)
        return moved

    def _prove_source(self, here: Connection) -> None:
        self.report(0, 0, "Memeriksa jurnal dan surat di berkas ini")
        _refuse_breaks(here, "di berkas ini")
        for one in too_long(here)[:1]:
            raise Refused(
                "too_long",
                f"Isian {one.table}.{one.column} ada yang {one.longest} huruf, padahal di server paling banyak {one.room}. "
                "Pendekkan dulu di kantor ini, lalu pindahkan lagi.",
            )

    def _take_in(self, here: Connection, there: Connection) -> None:
        """Everything of this file into the server's transaction, compared and proved before it may commit."""
        backend = self.target.backend
        if not arriving.raise_empty(there, backend):
            raise Refused("not_empty", "Tempat tujuan baru saja diisi program lain. Tidak ada yang dipindahkan.")
        expected = counts(here)
        poured = {table.name: self._pour(here, there, expected, table) for table in tables()}
        self.report(0, 0, "Memasang penjaga dan pagar basis data")
        arriving.settle(there, backend)
        wrong = differences(expected, counts(there))
        self.report(0, 0, "Membaca ulang semua baris di server dan membandingkannya")
        wrong = wrong or ", ".join(table.name for table in tables() if tallied(there, table) != poured[table.name])
        if wrong:
            raise Refused("miscounted", f"Isi di server lain dari berkas ini ({wrong}). Coba lagi.")
        self.report(0, 0, "Memeriksa jurnal, segel, dan surat di server")
        _refuse_breaks(there, "di server")
        backend.set_password(there, self.staff.id, self.password, "", must_change=False)

    def _pour(self, here: Connection, there: Connection, expected: dict[str, int], table: Table) -> Tally:
        tally, total = Tally(), expected.get(table.name, 0)
        sentence = f"Memindahkan {table.name}: {total} baris"

        def told() -> Iterator[Sequence[Sequence[object]]]:
            for batch in batches(here, table, tally):
                yield batch
                self.report(tally.rows, total, sentence)

        try:
            arriving.pour(there, table, told())
        except RecordRoomError as error:
            if error.kind != "unfit":
                raise
            sentence = (
                f"Tabel {table.name} berisi sesuatu yang tidak dapat disimpan di server. Jalankan main.py verify."
            )
            raise Refused("unfit", f"{sentence} Lalu hubungi pengelola sistem.") from None
        return tally

    def _moved(self, here: Connection, *, already: bool) -> Moved:
        others = [one for one in staff_list(here) if one.id != self.staff.id and not one.disabled]
        names = tuple(one.username for one in others), tuple(one.username for one in others if one.totp)
        return Moved(self.mark.to, already, counts(here), *names)

    def _told(self, error: BaseException) -> BaseException:
        if isinstance(error, KeyboardInterrupt):
            return Refused("stopped", f"Pemindahan dihentikan. Tujuan tetap kosong. {self.stays}")
        if isinstance(error, RecordRoomError):
            error = _known(error)
        if isinstance(error, (Refused, WorldTrouble)):
            error.sentence = f"Pemindahan GAGAL. {error.sentence} {self.stays}"
        return error


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"


def _known(error: RecordRoomError) -> Refused | WorldTrouble:
    """:class:`Refused` for what the administrator can set right."""
    if error.kind == "busy":
        sentence = (
            "Berkas kantor atau tujuannya sedang dikerjakan program lain. Tutup semua jendela Padan, lalu ulangi."
        )
        return Refused("office_in_use", sentence)
    if error.kind in {"walled", "read_only"}:
        sentence = "Akun itu tidak boleh membuat tabel dan akun petugas di sana. Pakai pemilik basis data (CREATEROLE)."
        return Refused("not_owner", sentence)
    return world_trouble(error)


def _refuse_breaks(connection: Connection, where: str) -> None:
    for one in journal.verify(connection).breaks[:1]:
        sentence = f"Jurnal {where} rusak di {one.chain}: {one.sentence}."
        raise Refused("broken", f"{sentence} Jangan perbaiki sendiri; simpan salinannya dan hubungi pengelola sistem.")
