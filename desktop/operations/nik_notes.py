"""What the NIKs of a list tell against their lines, a part of the list at a time. A part of ``import_list``."""

from collections.abc import Callable, Sequence
from typing import Any

from desktop.sop.reconciling import nik_note

Columns = Sequence[Sequence[Any]]
"""A part of a list: the lines' numbers, then a column of each field."""


class _Notes(dict[tuple[Any, ...], str]):
    """What a NIK tells against its row. Only the birth within it is asked, and a million people were born on few days."""

    def __missing__(self, key: tuple[Any, ...]) -> str:
        digits, birth, sex = key
        told = self[key] = nik_note(None if digits is None else f"000000{digits}0000", birth, sex)
        return told


def notes_of(fields: Sequence[str]) -> Callable[[Columns], Sequence[str]]:
    """What the NIK of each line tells against its birth and sex; nothing where the file has none of them."""
    nik, birth, sex = (fields.index(name) if name in fields else None for name in ("nik", "birth_date", "sex"))
    known = _Notes()

    def notes(columns: Columns) -> Sequence[str]:
        if nik is None:
            return [""] * len(columns[0])
        nothing = [None] * len(columns[0])
        births = nothing if birth is None else columns[birth]
        sexes = nothing if sex is None else columns[sex]
        digits = [number and number[6:12] for number in columns[nik]]
        return list(map(known.__getitem__, zip(digits, births, sexes, strict=True)))

    return notes
