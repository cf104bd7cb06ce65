"""The body of a letter: its paragraphs with their fields filled in, as slabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.documents import fields
from desktop.documents.blocks import Measure, detail, item, marked, paragraph
from desktop.documents.errors import Unprintable
from desktop.documents.facts import LetterFacts, Signer
from desktop.documents.flow import Slab
from desktop.documents.fonts import LETTER_FAMILIES, Family, clean
from desktop.documents.sheet import MM
from desktop.documents.table import table_slabs
from desktop.documents.template import LetterTemplate, PageSetup, Paragraph
from desktop.documents.text import NO_BREAK, Run, tied

INDENT = 12.5 * MM
_HANG = 7 * MM
_UNBROKEN = frozenset({"tanggal", "tanggal_rujukan"})  # "23 November 2026" stays on one line
_COUNTED = frozenset({"rincian_jenis_kelamin", "uraian_jenis_kelamin"})
_COUNT = re.compile(r"(?<=\d) ")  # "2 laki-laki"


@dataclass(frozen=True, slots=True)
class Draft:
    """A template with its facts, every field's value and the paper: what all parts of the letter are made from."""

    template: LetterTemplate
    facts: LetterFacts
    values: Mapping[str, str]
    page: PageSetup

    @property
    def family(self) -> Family:
        """The fonts of this letter."""
        return LETTER_FAMILIES[self.page.font]

    def runs(self, key: str) -> tuple[Run, ...]:
        """The text `key` of the template with its fields filled in, in regular and bold."""
        family = self.family
        return tuple(
            Run(
                self._value(piece.text) if piece.field else tied(piece.text),
                family.bold if piece.bold else family.regular,
            )
            for piece in self.template.texts[key]
        )

    def _value(self, name: str) -> str:
        value = clean(self.values[name])
        if name in _COUNTED:
            return _COUNT.sub(NO_BREAK, value)
        return value.replace(" ", NO_BREAK) if name in _UNBROKEN else tied(value)

    def text(self, key: str) -> str:
        """The same as one string."""
        return clean("".join(run.text for run in self.runs(key)))

    @property
    def number(self) -> str:
        """The letter's number; dots to write on while it is a draft."""
        return clean(self.facts.number) or "." * 30

    def shown(self, part: Paragraph) -> bool:
        """Whether the paragraph is printed for these facts."""
        filled = {name for name in (part.when, part.unless) if name and self.values.get(name, "").strip()}
        return (not part.when or part.when in filled) and part.unless not in filled


def compose(template: LetterTemplate, facts: LetterFacts, page: PageSetup) -> Draft:
    """Template and facts together. Raises Unprintable when a field that the letter will show is empty."""
    known = fields.values(facts)
    draft = Draft(template, facts, known, page)
    hidden = {f"paragraphs[{at}].text" for at, part in enumerate(template.paragraphs) if not draft.shown(part)}
    shown = (pieces for key, pieces in template.texts.items() if key not in hidden)
    asked = frozenset[str]().union(*map(fields.field_names, shown))
    meanings = {**fields.SUPPLIED, **fields.DERIVED}
    empty = [meanings[name] for name in meanings if name in asked and not known.get(name, "").strip()]
    if facts.draft and fields.DERIVED["nomor"] in empty:
        empty.remove(fields.DERIVED["nomor"])
    if empty:
        raise Unprintable(f"{template.title} belum bisa dibuat: {'; '.join(empty)} belum diisi. Lengkapi, lalu ulangi.")
    return draft


def body(draft: Draft, measure: Measure) -> Iterator[Slab]:
    """All paragraphs that are shown, in order, numbered items counted from 1 in each run of items."""
    number = 0
    before = ""
    label_width = _label_width(draft, measure)
    for at, part in enumerate(draft.template.paragraphs):
        if not draft.shown(part):
            continue
        number = number + 1 if part.kind == "item" else 0
        gap = _gap(part.kind, before, measure)
        yield from _block(draft, at, measure, number, gap, label_width)
        before = part.kind


def _gap(kind: str, before: str, measure: Measure) -> float:
    if kind == before and kind in ("item", "detail"):
        return 2.0 if kind == "item" else 0.0
    return measure.leading * 0.5


def _block(draft: Draft, at: int, measure: Measure, number: int, gap: float, label_width: float) -> Iterable[Slab]:
    part = draft.template.paragraphs[at]
    runs = draft.runs(f"paragraphs[{at}].text")
    if part.kind == "item":
        return item(f"{number}.", runs, measure, hang=_hang(measure), gap=gap)
    if part.kind == "detail":
        return detail(part.label, runs, measure, label_width=label_width, gap=gap)
    if part.kind == "party":
        return _party(draft.facts, part.party, runs, measure, gap)
    if part.kind == "table" and draft.template.table:
        return table_slabs(draft.template.table, draft.facts.rows, measure, gap)
    return paragraph(runs, measure, indent=INDENT if part.kind == "paragraph" else 0, gap=gap)


def _hang(measure: Measure) -> float:
    return measure.room_for(("10.",), _HANG)


def _label_width(draft: Draft, measure: Measure) -> float:
    labels = [part.label for part in draft.template.paragraphs if part.kind == "detail"]
    return min(measure.room_for(labels), measure.width * 0.4)


def _party(facts: LetterFacts, party: int, runs: Sequence[Run], measure: Measure, gap: float) -> list[Slab]:
    signer = facts.signer if party == 1 else facts.counterpart
    if signer is None:
        raise Unprintable("Pihak kedua belum diisi. Pilih pejabat yang menerima, lalu buat berita acara lagi.")
    inner = measure.inset(_hang(measure))
    slabs: list[Slab] = []
    listed = _identity(signer)
    label_width = inner.room_for([label for label, _ in listed], 30 * MM)
    for label, value in listed:
        lines = detail(label, inner.plain(value), inner, label_width=label_width, gap=0 if slabs else gap)
        slabs += marked(f"{party}.", lines, measure) if not slabs else lines
    return slabs + paragraph(runs, inner, gap=2)


def _identity(signer: Signer) -> list[tuple[str, str]]:
    listed = (
        ("Nama", signer.name),
        ("NIP", signer.nip),
        ("Pangkat/Gol.", signer.rank),
        ("Jabatan", f"{signer.position} {signer.on_behalf}"),
    )
    return [(label, clean(value)) for label, value in listed if clean(value)]
