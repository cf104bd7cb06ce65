"""Dates written as text that could be read in either order: decided by what the file says, else asked, never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Order = Literal["dmy", "mdy"]

_EITHER = re.compile(r"\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})(?:[ T]+[\d:. ]+(?:[AaPp][Mm])?)?\s*")
QUESTION = "Tanggal ditulis hari/bulan atau bulan/hari?"
CHOICES: tuple[tuple[Order, str], ...] = (
    ("dmy", "hari/bulan/tahun (03/04 berarti 3 April)"),
    ("mdy", "bulan/hari/tahun (03/04 berarti 4 Maret)"),
)


class NeedsAnswer(Exception):
    """The file cannot be read before a question is answered: `open_list(…, date_order=…)` takes one of `choices`.

    `sample` is a date of the column `heading`: personal data, for the screen only. `hint` says what the NIKs of the same
    lines suggest, for the clerk to weigh; empty when they suggest nothing. `sentence` says all but the sample.
    """

    def __init__(self, column: str, heading: str, sample: str, *, mixed: bool, hint: str = "") -> None:
        self.hint = hint
        self.question = QUESTION
        self.choices = CHOICES
        self.column, self.heading, self.sample, self.mixed = column, heading, sample, mixed
        why = "kedua urutan ada dalam berkas ini" if mixed else "semua tanggal dalam berkas ini dapat dibaca dua arah"
        self.sentence = " ".join((f"Kolom {column} ({heading}): {why}. {QUESTION}", hint)).rstrip()
        super().__init__(self.sentence)


@dataclass(slots=True)
class Evidence:
    """What the texts of a column say about their order."""

    dmy: bool = False
    mdy: bool = False
    sample: str = ""

    def look(self, cells: Iterable[object]) -> None:
        """Take in more cells of the column."""
        for cell in cells:
            if type(cell) is str and (found := _EITHER.fullmatch(cell)):
                first, second = int(found[1]), int(found[2])
                if first > 12 >= second:
                    self.dmy = True
                elif second > 12 >= first:
                    self.mdy = True
                elif first != second:
                    self.sample = self.sample or cell.strip()

    @property
    def settled(self) -> bool:
        """Whether some value can be read in one way only, or there is nothing to decide."""
        return self.dmy or self.mdy

    @property
    def order(self) -> Order | None:
        """The order, or None when it must be asked."""
        if self.sample and self.dmy == self.mdy:
            return None
        return "mdy" if self.mdy and not self.dmy else "dmy"


def nik_hint(rows: Iterable[tuple[object, object]]) -> str:
    """What (NIK, date text) pairs suggest: how many births agree with the NIK in each order."""
    agree = {"dmy": 0, "mdy": 0}
    looked = 0
    for nik, text in rows:
        found = _EITHER.fullmatch(text) if isinstance(text, str) else None
        if not found or not (isinstance(nik, str) and len(nik) == 16 and nik.isdigit()):
            continue
        day = int(nik[6:8]) - (40 if nik[6:8] > "40" else 0)
        said, first, second = (day, int(nik[8:10])), int(found[1]), int(found[2])
        if first != second:
            looked += 1
            agree["dmy"] += said == (first, second)
            agree["mdy"] += said == (second, first)
    if not looked or agree["dmy"] == agree["mdy"]:
        return ""
    best: Order = max(("dmy", "mdy"), key=lambda order: agree[order])
    way = dict(CHOICES)[best].split(" (")[0]
    return f"Menurut NIK di baris yang sama, {agree[best]} dari {looked} tanggal cocok dengan {way}."


def turned(value: object, order: Order) -> object:
    """A text of month and day in the order our parser reads; everything else as it is."""
    if order == "dmy" or not isinstance(value, str):
        return value
    found = _EITHER.fullmatch(value)
    return f"{found[2]}-{found[1]}-{found[3]}" if found else value


def column_of(rows: Sequence[Sequence[object]], column: int) -> list[object]:
    """The cells of one column; rows that are too short have none."""
    return [cells[column] for cells in rows if len(cells) > column]
