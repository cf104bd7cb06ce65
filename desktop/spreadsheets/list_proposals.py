"""A list whose headings nobody knows yet: what its columns probably mean, for a clerk to confirm once."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path

from desktop.sop.identity import mask_nik, nik_parts
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lines import blank
from desktop.spreadsheets.list_header import SEARCH_ROWS, best_header, told_apart
from desktop.spreadsheets.list_layout import ListColumn, ListLayout
from desktop.spreadsheets.list_registry import list_layouts
from desktop.spreadsheets.list_source import Cells, Table
from desktop.spreadsheets.recognise import REMARK_HEADING, column_letter, find_header, fold_heading
from desktop.spreadsheets.registry import layouts

LIKELY = 74.0  # below this a heading is more often another word than a spelling
_LOOKED_AT = 200
_DATE = re.compile(
    r"\d{1,2}[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./-]+\d{2,4}|\d{4}[-/]\d{1,2}[-/]\d{1,2}|(?:19|20)\d{6}"
)
_NUMBER_OF_PERSON = re.compile(r"\d{16}|00\d{11}", re.ASCII)
_SHAPED = {"nik": "nik", "kk": "digits16", "number": "digits13", "birth": "date", "day": "date", "sex": "sex"}


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column of the file: its letter, their heading (`told_apart` from others that read the same), the field we
    propose or None, how sure (0..100), and up to three of its values, masked."""

    letter: str
    heading: str
    field: str | None
    score: float
    samples: tuple[str, ...]


class NeedsMapping(Exception):
    """The headings of a list are not known. `columns` is a proposal; `open_list(…, layout=…, mapping=…)` takes a
    confirmed one.

    `choices` are the fields of the layout as (field, heading, required); `missing` the required ones that nothing was
    proposed for; `mapping_key` stands for these headings, so that a confirmed mapping can be remembered.
    """

    def __init__(
        self,
        path: Path,
        sheet: str,
        header_row: int,
        layout: ListLayout,
        columns: Sequence[ProposedColumn],
        headings: Iterable[str],
    ) -> None:
        self.sheet, self.header_row, self.layout, self.title = sheet, header_row, layout.code, layout.title
        self.columns = tuple(columns)
        self.choices = tuple((column.field, column.heading, column.required) for column in layout.columns)
        self.mapping_key = mapping_key(headings)
        proposed = {column.field for column in columns}
        self.missing = tuple(heading for field, heading, required in self.choices if required and field not in proposed)
        self.sentence = (
            f"Judul kolom dalam {path.name} belum dikenal; susunannya mirip {layout.title}. Periksa padanan kolomnya."
        )
        super().__init__(self.sentence)

    @property
    def mapping(self) -> dict[str, str]:
        """The proposal as `open_list` takes it: {their heading: our field}."""
        return {column.heading: column.field for column in self.columns if column.field}

    def confirmed(self, mapping: Mapping[str, str]) -> "NeedsMapping":
        """The same question with this answer in place of our proposal."""
        self.columns = tuple(replace(column, field=mapping.get(column.heading)) for column in self.columns)
        return self


class OtherList(UnreadableFile):
    """The file is no large list but one of the forms that `read_file` reads; `layout` is its code."""

    def __init__(self, name: str, layout: str, title: str) -> None:
        super().__init__(f"Berkas {name} adalah {title}.", "Impor lewat menu untuk daftar itu.")
        self.layout, self.title = layout, title


def mapping_key(headings: Iterable[str]) -> str:
    """A stable signature of headings in their order, whatever their case, signs and blanks; our remarks do not count."""
    names = (fold_heading(heading) for heading in headings)
    folded = "\x1f".join(name for name in names if name != REMARK_HEADING)
    return hashlib.blake2b(folded.encode(), digest_size=16).hexdigest()


def refuse_unknown(
    path: Path,
    heads: Sequence[tuple[Table, list[Cells]]],
    wanted: Sequence[ListLayout],
    forms: Collection[str] | None = None,
) -> None:
    """Raise the sentence for a file that no proposal helps: a hidden list, no data, or one of the `forms` (all of them)."""
    visible = [head for table, head in heads if not table.hidden]
    for table, head in heads:
        found = best_header(head, wanted) if table.hidden else None
        if found is not None and found.complete:
            what = f"Daftar dalam {path.name} ada di lembar yang disembunyikan."
            raise UnreadableFile(what, "Tampilkan lembar itu di Excel (klik kanan › Unhide), simpan, lalu impor lagi.")
    if not any(not blank(cell) for head in visible for cells in head for cell in cells):
        raise UnreadableFile(
            f"Berkas {path.name} tidak berisi data.", "Periksa apakah berkas yang dipilih sudah benar."
        )
    if len(wanted) > 1:
        for form in layouts():
            ours = forms is None or form.code in forms
            if ours and any(find_header(head, form) for head in visible):
                raise OtherList(path.name, form.code, form.title)


def propose(
    path: Path, heads: Sequence[tuple[Table, list[Cells]]], wanted: Sequence[ListLayout], *, today: date
) -> NeedsMapping:
    """The proposal for the sheet and row that look most like the header of a list; UnreadableFile when none does."""
    best: tuple[tuple[int, float], NeedsMapping] | None = None
    for table, head in heads:
        row = None if table.hidden else _header_row(head)
        if row is None:
            continue
        shapes = {place: _shape(head, row, place, today) for place in range(len(head[row]))}
        for layout in wanted:
            columns = _columns(table, head, row, layout, shapes)
            needs = NeedsMapping(path, table.name, row + 1, layout, columns, _headings(head[row]).values())
            met = sum(column.score for column in columns if column.field) / (len(layout.columns) + len(columns))
            score = (-len(needs.missing), met)
            if best is None or score > best[0]:
                best = (score, needs)
    if best is None or len(best[1].mapping) < 2:
        what = f"Judul kolom dalam {path.name} tidak dikenali sebagai daftar penduduk, peserta, atau tagihan."
        raise UnreadableFile(what, "Periksa berkasnya; baris judul kolom harus ada di 60 baris pertama.")
    return best[1]


def _header_row(head: Sequence[Cells]) -> int | None:
    """The 0-based row whose cells are most like headings that we know of any list: the same row whatever is asked for."""
    from rapidfuzz import fuzz, process

    known = list(
        {fold_heading(text) for layout in list_layouts() for column in layout.columns for text in column.headings}
    )
    scores = []
    for cells in head[:SEARCH_ROWS]:
        names = {fold_heading(cell) for cell in cells if isinstance(cell, str) and not _digit_heavy(cell)} - {""}
        alike = [process.extractOne(name, known, scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY) for name in names]
        within = [process.extractOne(name, known, scorer=fuzz.token_set_ratio, score_cutoff=100) for name in names]
        scores.append(sum(LIKELY for found in zip(alike, within, strict=True) if any(found)))
    top = max(scores, default=0.0)
    return scores.index(top) if top >= 2 * LIKELY else None


def _digit_heavy(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) * 2 > len(text)


def _columns(
    table: Table, head: Sequence[Cells], row: int, layout: ListLayout, shapes: dict[int, str]
) -> list[ProposedColumn]:
    places = _headings(head[row])
    names = told_apart(places)
    ranked = sorted(
        (
            (_score(head[row][place], column, shapes[place]), -at, place, column)
            for place in places
            for at, column in enumerate(layout.columns)
        ),
        key=itemgetter(0, 1, 2),
        reverse=True,
    )
    chosen: dict[int, tuple[str, float]] = {}
    given: set[str] = set()
    for score, _order, place, column in ranked:
        if score >= LIKELY and place not in chosen and column.field not in given:
            chosen[place] = (column.field, round(score, 1))
            given.add(column.field)
    nothing: tuple[str | None, float] = (None, 0.0)
    return [
        ProposedColumn(
            column_letter(place + table.left),
            names[place],
            *chosen.get(place, nothing),
            samples=_samples(head, row, place),
        )
        for place in places
    ]


def _headings(cells: Cells) -> dict[int, str]:
    return {place: cell_text(cell) for place, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}


def names_people(head: Sequence[Cells]) -> bool:
    """Whether a NIK or a participant number stands somewhere in these rows."""
    texts = (re.sub(r"[\s'.\-=\"]", "", cell_text(cell)) for cells in head for cell in cells if not blank(cell))
    return any(_NUMBER_OF_PERSON.fullmatch(text) for text in texts)


def _score(heading: object, column: ListColumn, shape: str) -> float:
    """How likely a heading with values of this shape is the column: the words, corrected by what stands below."""
    from rapidfuzz import fuzz

    name = fold_heading(heading)
    known = [fold_heading(text) for text in column.headings]
    # a known heading with more words around it is likely, less than a misspelt one
    words = max(max(fuzz.token_sort_ratio(name, text), fuzz.token_set_ratio(name, text) * 0.84) for text in known)
    wanted = _SHAPED.get(column.kind, "")
    if not shape or (not wanted and shape in ("text", "")):
        return words
    if wanted == shape or (wanted == "digits16" and shape == "nik"):
        # a NIK or a 13-digit number is told by its digits alone, a date needs some help of its heading
        alone = {"nik": 86.0, "digits13": 82.0, "digits16": 78.0}.get(wanted, 0.0)
        bonus = 12.0 if wanted == shape else 0.0
        return min(max(words + bonus, alone if wanted == shape and words > 20 else 0.0), 100.0)
    return words * 0.55 if wanted or shape != "text" else words


def _shape(head: Sequence[Cells], row: int, place: int, today: date) -> str:
    """What most values of a column look like: nik, digits16, digits13, date, sex, text, or empty for no values."""
    values = [cells[place] for cells in head[row + 1 : row + 1 + _LOOKED_AT] if len(cells) > place]
    kinds = [_kind(value, today) for value in values if not blank(value)]
    if not kinds:
        return ""
    most = max(set(kinds), key=kinds.count)
    return most if kinds.count(most) >= 0.7 * len(kinds) else "text"


def _kind(value: object, today: date) -> str:
    if isinstance(value, date | datetime):
        return "date"
    text = cell_text(value)
    digits = re.sub(r"[\s'.\-=\"]", "", text)
    if digits.isdigit() and len(digits) == 16:
        parts = nik_parts(digits, today=today)
        return "nik" if parts and parts.birth_date.year < today.year - 1 and parts.regency else "digits16"
    if digits.isdigit() and len(digits) == 13:
        return "digits13"
    if _DATE.fullmatch(text):
        return "date"
    return "sex" if text.upper() in ("L", "P", "LAKI-LAKI", "PEREMPUAN") else "text"


def _samples(head: Sequence[Cells], row: int, place: int) -> tuple[str, ...]:
    values = (cell_text(cells[place]) for cells in head[row + 1 :] if len(cells) > place)
    found = list(dict.fromkeys(text for text in values if text))[:3]
    return tuple(masked(text) for text in found)


def masked(text: str) -> str:
    """A value of which one sees the shape and not the person: `S••• W•••`, `••-••-1979`, `3275 •••• •••• 0007`."""
    if len(text) <= 3:
        return text
    if text.isdigit() and len(text) >= 10:
        return mask_nik(text)
    if any(sign.isdigit() for sign in text):
        return re.sub(r"[A-Za-z0-9]", "•", text[:-4]) + text[-4:]
    return " ".join(f"{word[0]}{'•' * (len(word) - 1)}" for word in text.split())
