"""A copy is made: one moment copied, sealed, written, opened again, counted, compared with the last good one, named."""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from db.backends import Copying
from db.database import Database
from db.errors import RecordRoomError
from db.queries.backups import last_good, office_identity
from db.queries.offices import offices
from db.queries.staff import StaffRow
from db.queries.undone import taken_back
from desktop.backup import folder
from desktop.backup.sealed import PART, Header, SealedWriter, reopen
from desktop.backup.shrink import most, shrunk, without
from desktop.backup_opening import counted, differences, examine
from desktop.backup_trouble import place_trouble
from desktop.operations.backup_runs import Beginning, begin, end
from desktop.sop.refusals import Refused
from desktop.version import VERSION
from desktop.world import WorldTrouble, world_trouble

if TYPE_CHECKING:
    from desktop.office import Office

Report = Callable[[int, int, str], None]
NO_LOCK = "Belum ada kunci cadangan. Buat dulu kuncinya di layar Cadangan, atau isi PADAN_BACKUP_PASSPHRASE."
NO_FOLDER = (
    "Folder cadangan {place} tidak ada di komputer ini. Pasang cakramnya atau pilih folder lain, lalu coba lagi."
)
NOT_OWNER = (
    "Akun basis data meja ini tidak boleh menyalin seluruh kantor. "
    "Jalankan main.py backup dengan akun pemilik basis data, misalnya dari cron di server."
)
STOPPED = "Dihentikan sebelum selesai. Tidak ada cadangan yang tertinggal."


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a copy goes (a folder, or the file itself) and who may open it. ``accept``: the reason why an office that
    became smaller is right. ``keep`` (days, months): what stays in the folder afterwards; without it everything."""

    place: Path
    public: bytes = b""
    passphrase: str = ""
    claim: str = ""
    accept: str = ""
    keep: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was opened again and counted. ``alarms`` say what made it suspicious."""

    path: Path
    header: Header
    size: int
    alarms: tuple[str, ...]
    removed: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """``baik`` or ``mencurigakan``."""
        return "mencurigakan" if self.alarms else "baik"

    @property
    def sentence(self) -> str:
        """What is told to people."""
        if self.alarms:
            return (
                f"Cadangan disimpan tetapi MENCURIGAKAN: {'; '.join(self.alarms)}. "
                "Cari dulu apa yang hilang; bila memang benar begitu, terima dengan alasan."
            )
        return f"Cadangan selesai, sudah dibuka lagi dan dihitung: {counted(self.header.counts)}."


def make(office: "Office", wish: Wish, staff: StaffRow | None, report: Report) -> Made | None:
    """The copy, or ``None`` when another desk makes or made it.

    :raises Refused: :raises WorldTrouble: nothing half is left behind, and the register says why there is no copy.
    """
    if not (wish.public or wish.passphrase):
        raise Refused("no_backup_key", NO_LOCK)
    by = Beginning(staff, socket.gethostname(), office.clock())
    try:
        run = begin(office.database, wish.claim or f"manual:{uuid4().hex}", by)
    except RecordRoomError as error:
        # A clerk's login may not even register a copy.
        raise Refused("not_owner", NOT_OWNER) if error.kind == "walled" else world_trouble(error) from None
    if run is None:
        return None
    try:
        made = _Making(office, wish, by, report).make()
    except BaseException as error:
        told = _told(error, wish.place)
        failed = Beginning(staff, by.desk, office.clock())
        with suppress(RecordRoomError):
            end(office.database, run, failed, state="gagal", sentence=getattr(told, "sentence", STOPPED))
        raise told from None
    _register(office, run, by, made, wish)
    return made


def _register(office: "Office", run: int, by: Beginning, made: Made, wish: Wish) -> None:
    done = Beginning(by.staff, by.desk, office.clock())
    fields = {"state": made.state, "sentence": made.sentence, "file_name": made.path.name, "reason": wish.accept}
    try:
        end(office.database, run, done, **fields, size=made.size, counts=made.header.counts)
    except RecordRoomError as error:
        sentence = f"Cadangan {made.path.name} sudah selesai, tetapi belum tercatat. {world_trouble(error).sentence}"
        raise WorldTrouble(f"db-{error.kind}", sentence) from None


def _told(error: BaseException, place: Path) -> BaseException:
    if isinstance(error, RecordRoomError):
        return world_trouble(error)
    return place_trouble(error, place) if isinstance(error, OSError) else error


class _Making:
    """One run; every step raises and ``make`` cleans up."""

    def __init__(self, office: "Office", wish: Wish, by: Beginning, report: Report) -> None:
        self.office, self.wish, self.by, self.report = office, wish, by, report
        self.database: Database = office.database

    def make(self) -> Made:
        with self.database.read() as connection:
            obstacle = self.database.backend.copy_obstacle(connection)
            if obstacle == "not_owner":
                raise Refused("not_owner", NOT_OWNER)
            if obstacle:
                raise RecordRoomError(obstacle)
            name = offices(connection)[0].name
            identity, before = office_identity(connection), last_good(connection)
            registered = without(before.counts, taken_back(connection, before.started_at)) if before else {}
        final = self._final(name)
        known = self._known(final.parent, identity, registered)
        folder.sweep(final.parent)
        part = final.with_name(final.name + folder.PART)
        try:
            header, secret = self._write(part, name, identity)
            broken = self._open_again(part, secret)
            alarms = broken if self.wish.accept else (*broken, *shrunk(known, header.counts))
            path = folder.marked(final) if alarms else final
            size = part.stat().st_size
            folder.put(part, path)
        finally:
            part.unlink(missing_ok=True)
        removed = () if alarms else self._make_room(path.parent, identity)
        return Made(path, header, size, alarms, removed)

    def _final(self, office: str) -> Path:
        place = self.wish.place
        if place.suffix == folder.ENDING and not place.is_dir():
            target = place
        else:
            target = place / folder.file_name(office, self._local())
        if not target.parent.is_dir():
            raise WorldTrouble("backup-gone", NO_FOLDER.format(place=target.parent))
        if target.exists() or folder.marked(target).exists():
            raise Refused("exists", f"{target.name} sudah ada dan tidak ditimpa. Pilih nama lain.")
        return target

    def _local(self) -> datetime:
        from desktop.seat import ZONE

        return self.by.now.astimezone(ZONE)

    def _known(self, place: Path, identity: str, registered: dict[str, int]) -> dict[str, int]:
        """What the office had at its last good copy: as the register says, and as the folder says, for an office put
        back to an older state would bring an older register along. Imports taken back since are no loss."""
        mine = folder.own_good(folder.copies(place), identity)
        header = mine[0].header if mine else None
        if header is None:
            return registered
        with self.database.read() as connection:
            taken = taken_back(connection, datetime.fromisoformat(header.made_at))
        return most(registered, without(header.counts, taken))

    def _write(self, part: Path, office: str, identity: str) -> tuple[Header, bytes]:
        def progress(done: int, total: int) -> None:
            self.report(done, total, "Menyalin basis data. Pekerjaan kantor boleh jalan terus.")

        with self.database.backend.copying(self.database, progress) as copying, part.open("xb") as file:
            header = self._header(office, identity, copying)
            belongings = self.database.backend.belongings(self.database)
            writer = SealedWriter(file, header, self.wish.public, self.wish.passphrase, belongings)
            while data := copying.source.read(PART):
                writer.write(data)
                self.report(file.tell(), 0, "Menyegel dan menulis cadangan")
            writer.finish()
        return header, writer.secret

    def _header(self, office: str, identity: str, copying: Copying) -> Header:
        backend = self.database.backend.name
        moment = self._local().isoformat(timespec="seconds")
        return Header(office, identity, moment, VERSION, backend, copying.revision, copying.counts)

    def _open_again(self, part: Path, secret: bytes) -> tuple[str, ...]:
        """What is wrong with the journal of the copy. :raises Refused: when the copy is not what was copied."""

        def progress(done: int, total: int) -> None:
            self.report(done, total, "Membuka cadangan lagi dan menghitung isinya")

        with part.open("rb") as file, self.database.backend.rehearsal(self.database) as copy:
            header, reader = reopen(file, secret)
            copy.backend.adopt(copy, reader.belongings)
            copy.backend.unpack(reader, copy, progress)
            found = examine(copy, header)
        wrong = differences(header.counts, found.counts)
        if wrong:
            raise Refused("miscounted", f"Cadangan ini tidak jadi: isinya lain dari basis data ({wrong}). Coba lagi.")
        return tuple(f"jurnal rusak di {one.chain}: {one.sentence}" for one in found.breaks[:3])

    def _make_room(self, place: Path, identity: str) -> tuple[str, ...]:
        if self.wish.keep is None:
            return ()
        removed = []
        for old in folder.outdated(folder.copies(place), identity, *self.wish.keep):
            with suppress(OSError):
                old.path.unlink()
                removed.append(old.path.name)
        return tuple(removed)
