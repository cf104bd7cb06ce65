"""The two shapes of an official letter: *korespondensi* (Nomor, Sifat, Hal; Yth.) and *judul* (centred title)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop.documents.blocks import Measure, centred, detail, paragraph
from desktop.documents.body import Draft, body
from desktop.documents.errors import Unprintable
from desktop.documents.flow import Slab, kept
from desktop.documents.fonts import clean
from desktop.documents.letterhead import letterhead
from desktop.documents.sheet import MM, Text
from desktop.documents.signing import below_parties, copies, parties, signature, signed_and_checked

_LABEL = 20 * MM


def letter_slabs(draft: Draft, measure: Measure) -> Iterator[Slab]:
    """The whole letter without its annex. Raises Unprintable for a missing recipient, number or party."""
    yield letterhead(draft.facts.letterhead, measure)
    yield from _correspondence(draft, measure) if draft.template.shape == "korespondensi" else _titled(draft, measure)
    # The signature never stands alone: the last two lines or rows of the body go with it.
    yield from kept(body(draft, measure), 2)
    yield from _closing(draft, measure)


def _number(draft: Draft) -> str:
    if not draft.facts.number.strip() and not draft.facts.draft:
        raise Unprintable(f"{draft.template.title} belum bernomor. Ambil nomor dahulu, lalu buat suratnya.")
    return draft.number


def _correspondence(draft: Draft, measure: Measure) -> list[Slab]:
    head = draft.template.head
    date_line = f"{clean(draft.facts.place)}, {draft.values['tanggal']}"
    dated = measure.extent(date_line)
    beside = measure.width - dated - 6 * MM >= measure.width * 0.4
    left = replace(measure, width=min(measure.width * 0.62, measure.width - dated - 6 * MM)) if beside else measure
    listed = [("Nomor", _number(draft)), ("Sifat", head.urgency), ("Lampiran", head.attachment)]
    said = [(label, measure.plain(text)) for label, text in listed if text]
    said.append(("Hal", measure.bold(draft.text("head.subject"))))
    label_width = measure.room_for([label for label, _ in said], _LABEL)
    slabs = [] if beside else paragraph(measure.plain(date_line), measure, align="right", gap=10)
    for label, runs in said:
        slabs += detail(label, runs, left, label_width=label_width, gap=0 if slabs else 10, even=True)
    if beside:
        x = measure.left + measure.width - dated
        stamp = Text(x, measure.baseline, date_line, measure.family.regular, measure.size)
        slabs[0] = replace(slabs[0], ops=(*slabs[0].ops, stamp))
    return [replace(slab, keep=True) for slab in slabs + _recipient(draft, measure)]


def _recipient(draft: Draft, measure: Measure) -> list[Slab]:
    lines = [text for text in map(clean, draft.facts.recipient) if text]
    if not lines:
        raise Unprintable(f"{draft.template.title} belum punya tujuan. Isi penerima surat, lalu ulangi.")
    attention = draft.template.attention
    if attention and not any(text.lower().startswith(("u.p", "up ")) for text in lines):
        lines.insert(1, attention)
    hang = measure.extent("Yth. ")
    room = replace(measure.inset(hang), width=measure.width * 0.74)
    slabs: list[Slab] = []
    for at, text in enumerate(lines):
        after_di = at > 0 and lines[at - 1].lower() == "di"
        column = room.inset(6 * MM) if after_di else room
        slabs += paragraph(measure.plain(text), column, align="left", gap=0 if slabs else measure.leading, even=True)
    mark = Text(measure.left, measure.baseline, "Yth.", measure.family.regular, measure.size)
    slabs[0] = replace(slabs[0], ops=(mark, *slabs[0].ops))
    return slabs


def _titled(draft: Draft, measure: Measure) -> list[Slab]:
    count = len(draft.template.head.lines)
    lines = [measure.bold(draft.text(f"head.lines[{at}]").upper()) for at in range(count)]
    slabs = centred(lines, measure.sized(measure.size + 1), gap=12)
    if draft.template.signature.parties:
        slabs += _both_numbers(draft, measure)
    elif draft.template.head.numbered:
        slabs += centred([measure.plain(f"NOMOR {_number(draft)}")], measure, gap=2)
    return slabs


def _both_numbers(draft: Draft, measure: Measure) -> list[Slab]:
    """The numbers of both parties; the other party may write its own on the dots."""
    theirs = clean(draft.facts.counterpart_number) or "." * 44
    listed = (("Nomor PIHAK KESATU", _number(draft)), ("Nomor PIHAK KEDUA", theirs))
    label_width = measure.room_for([label for label, _ in listed], 44 * MM)
    widest = label_width + max(measure.extent(f":  {number}") for _, number in listed)
    shift = max(0.0, (measure.width - widest) / 2)
    column = measure.inset(shift)
    slabs: list[Slab] = []
    for label, number in listed:
        slabs += detail(label, measure.plain(number), column, label_width=label_width, gap=0 if slabs else 4)
    return [replace(slab, keep=True) for slab in slabs]


def _closing(draft: Draft, measure: Measure) -> list[Slab]:
    facts = draft.facts
    if draft.template.signature.parties:
        if facts.counterpart is None:
            raise Unprintable("Pihak kedua belum diisi. Pilih pejabat yang menerima, lalu buat berita acara lagi.")
        under = below_parties(facts, measure, gap=measure.leading * 0.5)
        signed = [parties(facts.signer, facts.counterpart, measure, gap=measure.leading), *([under] if under else [])]
    else:
        place = draft.runs("signature.place") if draft.template.signature.place else ()
        signed = [signed_and_checked(facts, measure, place, gap=measure.leading)]
    names = [clean(name) for name in facts.copies if clean(name)]
    names = names or [draft.text(f"copies[{at}]") for at in range(len(draft.template.copies))]
    listed = copies(names, measure, gap=measure.leading) if names else []
    return [*(replace(slab, keep=True) for slab in signed[:-1]), replace(signed[-1], keep=bool(listed)), *listed]


def annex_slabs(draft: Draft, measure: Measure) -> Iterator[Slab]:
    """The list by name on pages of its own: which letter it belongs to, title, table, signature."""
    from desktop.documents.table import table_slabs

    table = draft.template.table
    if table is None:
        return
    source = measure.inset(measure.width * 0.48).sized(measure.size - 1)
    slabs = paragraph(measure.bold("LAMPIRAN"), source, align="left")
    if table.source:
        slabs += paragraph(draft.runs("table.source"), source, align="left", even=True)
    listed = (("Nomor", draft.number), ("Tanggal", draft.values["tanggal"]))
    label_width = source.room_for([label for label, _ in listed], 16 * MM)
    for label, value in listed:
        slabs += detail(label, source.plain(value), source, label_width=label_width)
    titles = [measure.bold(draft.text(f"table.title[{at}]").upper()) for at in range(len(table.title))]
    slabs += centred(titles, measure, gap=measure.leading)
    yield from (replace(slab, keep=True) for slab in slabs)
    rows = table_slabs(table, draft.facts.rows, measure, gap=8)
    if not table.signature:
        yield from rows
        return
    # Two rows go with the signature; after a single row its head goes too.
    yield from kept(rows, 2)
    yield _annex_signature(draft, measure)


def _annex_signature(draft: Draft, measure: Measure) -> Slab:
    facts = draft.facts
    if draft.template.signature.parties and facts.counterpart:
        return parties(facts.signer, facts.counterpart, measure, gap=measure.leading)
    return signature(facts.signer, measure, gap=measure.leading)
