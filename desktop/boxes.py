"""Which outbox belongs to whom on this computer; opened by signing in, with or without the server."""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from db.queries.staff import StaffRow
    from desktop.outbox.box import Outbox

STAFF = "petugas"


class Boxes:
    """One file a clerk and database in ``folder``. The name of the file says neither."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._place = _place(url)
        self._open: dict[str, Outbox] = {}

    def open(self, username: str, password: str) -> "Outbox | None":
        """The box of who was let in by the office. Sealed with an earlier password it is kept aside, and a new one is
        begun (``old_boxes``). ``None`` when another program has it or the disk says no: then nothing is kept here."""
        from desktop.outbox.box import Outbox
        from desktop.outbox.file_lock import AlreadyOpen
        from desktop.outbox.sealed_file import WrongKey

        name = _name(username)
        if name in self._open:
            return self._open[name]
        path = self.path(username)
        try:
            try:
                box = Outbox(path, password)
            except WrongKey:
                path.replace(self._aside(path))
                box = Outbox(path, password)
        except (AlreadyOpen, OSError):
            return None
        self._open[name] = box
        return box

    def remember(self, box: "Outbox", staff: "StaffRow") -> None:
        """Keep who signed in, for the day the server is away."""
        values = asdict(staff) | {"roles": sorted(staff.roles), "locked_until": None}
        box.keep_about(STAFF, values)

    def without_server(self, username: str, password: str) -> "tuple[StaffRow, Outbox] | None":
        """Who this is by the box alone: it opens only with the password of its clerk. ``None``: nobody known here."""
        from db.queries.staff import StaffRow
        from desktop.outbox.box import Outbox
        from desktop.outbox.file_lock import AlreadyOpen
        from desktop.outbox.sealed_file import WrongKey

        name, path = _name(username), self.path(username)
        box = self._open.get(name)
        if box is not None and not box.opens_with(password):
            return None
        if box is None:
            if not path.exists():
                return None
            try:
                box = Outbox(path, password)
            except (WrongKey, AlreadyOpen, OSError):
                return None
        stored = box.about(STAFF)
        if stored is None or stored["disabled"]:
            if name not in self._open:
                box.close()
            return None
        self._open[name] = box
        return StaffRow(**stored | {"roles": frozenset(stored["roles"])}), box

    def old_boxes(self, username: str) -> tuple[Path, ...]:
        """Boxes of this clerk that an earlier password sealed."""
        path = self.path(username)
        return tuple(sorted(one for one in path.parent.glob(f"{path.stem}.lama*") if one.suffix.startswith(".lama")))

    def take_in_old(self, username: str, old_password: str) -> int:
        """Everything out of the old boxes that this password opens into the present one; gives how many wishes came."""
        from desktop.outbox.box import Outbox
        from desktop.outbox.sealed_file import WrongKey

        came = 0
        for path in self.old_boxes(username):
            try:
                old = Outbox(path, old_password)
            except WrongKey:
                continue
            came += self._open[_name(username)].take_in(old)
            old.close()
            path.unlink()
            path.with_name(f"{path.name}.kunci").unlink(missing_ok=True)
        return came

    def path(self, username: str) -> Path:
        """Where the box of this clerk lies."""
        mark = hashlib.sha256(f"{self._place}|{_name(username)}".encode()).hexdigest()[:24]
        return self._folder / f"{mark}.kotak"

    def close(self, box: "Outbox") -> None:
        """Signed out."""
        self._open = {name: one for name, one in self._open.items() if one is not box}
        box.close()

    def close_all(self) -> None:
        """The program ends."""
        for box in tuple(self._open.values()):
            self.close(box)

    @staticmethod
    def _aside(path: Path) -> Path:
        at = 1
        while (aside := path.with_suffix(f".lama{at}")).exists():
            at += 1
        return aside


def _place(url: str) -> str:
    """The database behind an address, whoever asks: servers (one or several, or those of the query) and its name."""
    parts = urlsplit(url)
    servers = parts.netloc.rpartition("@")[2].casefold()
    # As for one server since the first box, so that nobody's is lost.
    place = f"{servers if ':' in servers.rpartition(']')[2] else servers + ':'}{parts.path}"
    return "&".join([place, *(f"{name}={value}" for name, value in parse_qsl(parts.query) if name in {"host", "port"})])


def _name(username: str) -> str:
    return username.strip().casefold()
