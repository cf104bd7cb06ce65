"""The practice office: six agencies, invented people and staff, all in one local file, one click away (K11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from db.queries.offices import offices
from desktop.build import build_whole
from desktop.office import Office, system_clock
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from desktop.operations.register_members import Member, RegisterMembers
from desktop.operations.register_residents import RegisterResidents, Resident
from desktop.operations.save_style import SaveLetterStyle
from desktop.paths import RESOURCES
from desktop.seat import Seat
from desktop.settings import sqlite_url
from desktop.sop.letters import LetterStyle
from desktop.sop.typed import typed

FOLDER = RESOURCES / "practice"
HANDOVER_LIST = FOLDER / "data-wbs-penjangkauan.xlsx"
ADMIN = "admin"


class _Staff(msgspec.Struct, frozen=True):
    username: str
    name: str
    nip: str
    position: str
    office: str
    roles: tuple[str, ...]


class _Office(msgspec.Struct, frozen=True):
    kind: str
    name: str
    unit: str
    government: str
    address: str
    contact: str
    city: str
    region: str
    head_position: str
    head_name: str
    head_rank: str
    head_nip: str
    kelurahan: str = ""
    email: str = ""
    fax: str = ""


class _Resident(msgspec.Struct, frozen=True):
    nik: str
    name: str
    sex: str
    birth_place: str
    birth_date: date
    address: str


class _Member(msgspec.Struct, frozen=True):
    nik: str
    name: str
    sex: str
    birth_place: str
    birth_date: date
    address: str
    kelurahan: str
    kecamatan: str
    number: str
    segment: str
    since: date


class Practice(msgspec.Struct, frozen=True):
    """What ``resources/practice/practice.toml`` declares. The password is the same for everybody and shown on screen."""

    password: str
    office: tuple[_Office, ...]
    staff: tuple[_Staff, ...]
    resident: tuple[_Resident, ...]
    member: tuple[_Member, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One invented clerk, shown on the sign-in page."""

    username: str
    name: str
    position: str
    office: str


def colleagues() -> tuple[Colleague, ...]:
    """Everybody who works in the practice office."""
    practice = load_practice()
    names = {office.kind: office.name for office in practice.office}
    return tuple(Colleague(one.username, one.name, one.position, names[one.office]) for one in practice.staff)


def load_practice() -> Practice:
    """The declared practice office."""
    return msgspec.toml.decode((FOLDER / "practice.toml").read_bytes(), type=typed(Practice))


def fill(office: Office) -> None:
    """Turn an empty database into the practice office."""
    practice = load_practice()
    new = [NewOffice(**msgspec.structs.asdict(one)) for one in practice.office]
    admin = {"admin_username": ADMIN, "admin_name": "Administrator Latihan", "admin_password": practice.password}
    office.open(new, **admin)
    seat = office.sign_in(ADMIN, practice.password)
    ids = {one.kind: at for at, one in enumerate(practice.office, 1)}
    for one in practice.staff:
        seat.run(
            AddStaff(
                username=one.username,
                name=one.name,
                nip=one.nip,
                position=one.position,
                office_id=ids[one.office],
                roles=frozenset(one.roles),
                password=practice.password,
                must_change=False,
            )
        )
    _give_emblem(seat)
    _give_back(office, seat)
    registrar = next(one for one in practice.staff if "dukcapil" in one.roles)
    seat = office.sign_in(registrar.username, practice.password)
    residents = tuple(Resident(**msgspec.structs.asdict(one)) for one in practice.resident)
    seat.run(RegisterResidents(residents=(*residents, *map(_person, practice.member))))
    _give_back(office, seat)
    keeper = next(one for one in practice.staff if "dinkes" in one.roles)
    seat = office.sign_in(keeper.username, practice.password)
    members = (Member(nik=one.nik, number=one.number, segment=one.segment, since=one.since) for one in practice.member)
    seat.run(RegisterMembers(members=tuple(members)))
    _give_back(office, seat)


def _person(one: _Member) -> Resident:
    told = ("nik", "name", "sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan")
    return Resident(**{name: getattr(one, name) for name in told})


def _give_back(office: Office, seat: Seat) -> None:
    if seat.office is not office:
        seat.office.close()


def _give_emblem(seat: Seat) -> None:
    """The invented emblem on the letterhead of every government office; BPJS is none."""
    from desktop.documents.pictures import normalise_emblem

    emblem = normalise_emblem((FOLDER / "lambang-latihan.png").read_bytes())[0]
    for row in seat.read(offices):
        if row.kind != "bpjs":
            seat.run(
                SaveLetterStyle(
                    office_id=row.id, version=row.version, style=LetterStyle(), emblem=emblem, keep_emblem=False
                )
            )


def open_practice(folder: Path, *, clock: Callable[[], datetime] = system_clock) -> Office:
    """The practice office in ``folder``, made on first use."""
    path = folder / "latihan.db"
    if not path.exists():
        build_whole(path, fill, clock)
    return Office(sqlite_url(path), folder / "berkas-latihan", practice=True, clock=clock)
