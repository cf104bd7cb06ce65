"""Lists of members as a reader gives them, made of invented people."""

import hashlib
from dataclasses import dataclass, field

from desktop.operations.import_list import ImportList

FIELDS = ("number", "nik", "kk", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan")


@dataclass
class Counts:
    """What the reader counted."""

    total: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    unread: list = field(default_factory=list)


@dataclass
class Lines:
    """An opened list whose lines stand here."""

    rows: list
    fields: tuple = FIELDS
    problems: list = field(default_factory=list)
    tally: Counts = field(default_factory=Counts)

    def parts(self):
        for at in range(0, len(self.rows), 3):
            chunk = self.rows[at : at + 3]
            self.tally.total += len(chunk)
            self.tally.accepted += len(chunk)
            yield list(zip(*chunk, strict=True))

    def sheet_of(self, place):
        return "Data"


def nik(at, day=1, month=1):
    """A NIK nobody has: serials from 9900."""
    return f"327301{day:02d}{month:02d}90{9900 + at:04d}"


def member(at, **other):
    """One line of a list."""
    values = {
        "number": f"{9000000000000 + at}",
        "nik": nik(at),
        "kk": f"327301010190{9800 + at // 2:04d}",
        "name": f"Warga {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at % 26]} Uji",
        "sex": "LP"[at % 2],
        "birth_date": "1990-01-01",
        "birth_place": "Bandung",
        "address": f"Jalan Uji {at}",
        "kelurahan": "Uji",
        "kecamatan": "Uji Timur",
    } | other
    return (at + 7, *(values[name] for name in FIELDS))


def listed(rows, *, layout="pbi_bnba", period="2026-11", segment="kp_desa", name="daftar.xlsx", **more):
    """The command that brings these lines in."""
    text = repr((rows, more.pop("salt", "")))
    return ImportList(
        layout=layout,
        file_name=name,
        file_sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=lambda: Lines(list(rows)),
        period=period,
        segment=segment,
        **more,
    )


BILL = ("number", "nik", "name", "period", "amount")


def billed(at, period="2026-11"):
    """One line of a bill."""
    return (at + 2, f"{9000000000000 + at}", nik(at), "Warga Uji", period, 37800)


def bill(rows, **more):
    """The command that brings these lines of a bill in, its own bytes for each."""
    command = listed([], layout="bpjs_tagihan", salt=repr(rows), **more)
    object.__setattr__(command, "source", lambda: Lines(rows, BILL))
    return command
