"""What stands behind the window before and around the seats: which office this desk opens, first start, sign-in, news."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.settings import data_folder, default_url, sqlite_url, write_desk
from desktop.sop.refusals import Refused

# The first page is shown before the record room is even imported: SQLAlchemy would cost more than the window.
if TYPE_CHECKING:
    from desktop.office import Office, Seat
    from desktop.operations.open_office import NewOffice


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One invented clerk of the practice office, shown on its sign-in page."""

    username: str
    name: str
    position: str
    office: str


class House:
    """Nothing here may run on the GUI thread but ``is_new``, ``title`` and ``colleagues``."""

    def __init__(
        self,
        url: str = "",
        *,
        practice: bool = False,
        folder: Path | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.practice = practice
        self.folder = folder or data_folder()
        self._clock = clock
        self._url = url or (sqlite_url(self.folder / "latihan.db") if practice else default_url())
        self._office: Office | None = None
        self._seated: Office | None = None
        self._ready = False

    def is_new(self) -> bool:
        """Whether this desk has no office yet; asks only the file system, so that the first page costs nothing."""
        if self.practice or not self._url.startswith("sqlite"):
            return False
        return not Path(self._url.removeprefix("sqlite:///")).exists()

    @property
    def title(self) -> str:
        """What the sign-in page says about the place."""
        if self.practice:
            return "Kantor latihan"
        if self._url.startswith("sqlite"):
            return "Kantor di komputer ini"
        return f"Basis data bersama di {urlsplit(self._url).hostname or 'server'}"

    def colleagues(self) -> tuple[Colleague, ...]:
        """The invented clerks of the practice office; nobody elsewhere."""
        if not self.practice:
            return ()
        from desktop.practice import load_practice

        practice = load_practice()
        names = {office.kind: office.name for office in practice.office}
        return tuple(Colleague(one.username, one.name, one.position, names[one.office]) for one in practice.staff)

    def raw_office(self) -> "Office":
        """The office before its tables exist: for making one."""
        if self._office is None:
            from desktop.office import Office

            self.folder.mkdir(parents=True, exist_ok=True)
            self._office = Office(self._url, self.folder / "berkas", clock=self._clock)
        return self._office

    def office(self) -> "Office":
        """The open office: upgraded when needed, the practice office made on first use."""
        if self._office is None and self.practice:
            from desktop.practice import open_practice

            self._office = open_practice(self.folder, clock=self._clock)
        office = self.raw_office()
        if not self._ready:
            office.prepare()
            self._ready = True
        return office

    def sign_in(self, username: str, password: str, code: str | None = "") -> "Seat":
        """A seat; the one before it is given back. Letters that a crash left without paper are made now, and the
        journal of yesterday is sealed."""
        office = self.raw_office() if self._shared() else self.office()
        seat = office.sign_in(username, password, code)
        self._stand_up()
        self._seated = seat.office
        from desktop.papers import freeze_left_over

        freeze_left_over(seat)
        seat.seal_yesterday()
        return seat

    def unlock(self, username: str, password: str) -> None:
        """The screen of who signed in here is opened again: the password is enough. :raises Refused:"""
        office = self.raw_office() if self._shared() else self.office()
        seat = office.sign_in(username, password, None)
        if seat.office is not office:
            seat.office.close()

    def _shared(self) -> bool:
        """Whether the office stands on a server, where nothing can be asked before somebody signs in."""
        return not self.practice and not self._url.startswith("sqlite")

    def _stand_up(self) -> None:
        if self._seated is not None and self._seated is not self._office:
            self._seated.close()
        self._seated = None

    def sign_in_practice(self, username: str) -> "Seat":
        """A click on an invented colleague. :raises Refused: outside the practice office."""
        if not self.practice:
            raise Refused("not_practice", "Di kantor ini setiap orang masuk dengan kata sandinya sendiri.")
        from desktop.practice import load_practice

        return self.sign_in(username, load_practice().password)

    def first_start(
        self,
        kind: str,
        *,
        office_name: str = "",
        office_kind: str = "",
        region: str = "",
        name: str = "",
        position: str = "",
        nip: str = "",
        username: str = "",
        password: str = "",
        url: str = "",
    ) -> None:
        """Make what the wizard asked for, then this house is that office.

        :raises Refused: :raises WorldTrouble: everything typed stays on the page.
        """
        self.close()
        if kind == "latihan":
            self.practice = True
            self._url = sqlite_url(self.folder / "latihan.db")
            self.office()
        elif kind == "baru":
            admin = {"admin_username": username, "admin_name": name, "admin_password": password}
            admin |= {"admin_position": position, "admin_nip": nip}
            self._new(with_partners(office_kind, office_name, region), admin)
        else:
            self._join(url, username, password)

    def _new(self, offices: "list[NewOffice]", admin: dict[str, str]) -> None:
        from desktop.office import build_whole

        place = Path(self._url.removeprefix("sqlite:///"))
        build_whole(place, lambda office: office.open(offices, **admin), self._clock)

    def _join(self, url: str, username: str, password: str) -> None:
        """Try the server as the clerk first; only an address that let the clerk in is remembered, without any account."""
        from desktop.office import Office

        self.folder.mkdir(parents=True, exist_ok=True)
        where = urlsplit(url)
        plain = where._replace(netloc=where.netloc.rpartition("@")[2]).geturl()
        office = Office(plain, self.folder / "berkas", clock=self._clock)
        office.sign_in(username, password).office.close()
        write_desk(database=plain)
        self._url, self._office, self._ready = plain, office, True

    def close(self) -> None:
        """Give every connection back."""
        self._stand_up()
        if self._office is not None:
            self._office.close()
        self._office, self._ready = None, False


def with_partners(kind: str, name: str, city: str) -> "list[NewOffice]":
    """A new office and the agencies it works with: the chain needs every one of them. Their letterheads are
    completed on the page "Kantor dan libur"."""
    from desktop.operations.open_office import NewOffice
    from desktop.sop.procedure import ROLES

    partners = [partner for partner in ROLES if partner not in {kind, "admin"}]
    return [
        NewOffice(kind=kind, name=name, city=city),
        *(NewOffice(kind=partner, name=f"{ROLES[partner]} {city}".strip(), city=city) for partner in partners),
    ]
