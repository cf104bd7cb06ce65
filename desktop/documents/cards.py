"""E-ID sheets and CR80 cards: facts in, PDF bytes out. Nothing is ever printed with a hole in it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.documents.card_face import Faces
from desktop.documents.card_layout import load_layout
from desktop.documents.card_schema import CardLayout, Crop
from desktop.documents.errors import BadPicture, Unprintable
from desktop.documents.facts import CardFacts
from desktop.documents.fonts import CARD, clean, missing_glyphs, spell, text_width
from desktop.documents.press import Fixed, Inked, Mark, Press
from desktop.documents.qr_symbol import writable
from desktop.documents.sheet import MM, Op, Ring, Rule, Text

__all__ = ["CardFacts", "Unprintable", "blocked_cards", "print_cards", "render_cards"]

_CUT_SIZE = 7.0
_CROP_LINE = 0.35
Side = tuple[Mark, ...]


def render_cards(facts: Sequence[CardFacts], layout: str = "eid_a4") -> bytes:
    """The cards as PDF in their order, as many on a sheet as `layout` says; the same bytes for the same facts.

    Raises Unprintable (with the index of the card) for the first card that would have a hole, a letter the font
    lacks or a name that does not fit, and TemplateError for a bad card.toml.
    """
    pdf, blocked = print_cards(facts, layout)
    if blocked:
        raise blocked[0]
    return pdf


def print_cards(facts: Sequence[CardFacts], layout: str = "eid_a4") -> tuple[bytes, tuple[Unprintable, ...]]:
    """(PDF of everybody who can be printed, who cannot and why). No PDF bytes when nobody can.

    Raises Unprintable when there are no cards at all, and TemplateError for a bad card.toml.
    """
    form = load_layout(layout)
    if not facts:
        raise Unprintable("Belum ada kartu yang dipilih. Pilih sedikitnya satu orang.")
    press = Press(form.title, clean(facts[0].office), form.heading)
    faces, blocked, sides = Faces(form), list[Unprintable](), list[tuple[Inked, Inked]]()
    for at, card in enumerate(facts):
        try:
            front, back = _sides(card, at, faces)
        except Unprintable as problem:
            blocked.append(problem)
            continue
        sides.append((press.ink(front), press.ink(back)))
        if len(sides) == len(form.at):
            _add_sheet(press, form, sides)
            sides.clear()
    if sides:
        _add_sheet(press, form, sides)
    return press.finish() if len(blocked) < len(facts) else b"", tuple(blocked)


def blocked_cards(facts: Sequence[CardFacts], layout: str = "eid_a4") -> tuple[Unprintable, ...]:
    """Who cannot be printed and why, one for each such card: the rest of the batch may go on."""
    faces, found = Faces(load_layout(layout)), []
    for at, card in enumerate(facts):
        try:
            _sides(card, at, faces)
        except Unprintable as problem:
            found.append(problem)
    return tuple(found)


def _sides(card: CardFacts, at: int, faces: Faces) -> tuple[Side, Side]:
    problem = _wrong_number(card) or _hole(card) or _foreign(card)
    if problem:
        raise Unprintable(f"Kartu ke-{at + 1}: {problem}", at)
    try:
        return faces.front(card), faces.back(card)
    except (Unprintable, BadPicture) as wrong:
        raise Unprintable(f"Kartu ke-{at + 1}: {wrong.sentence}", at) from None


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit() and len(set(text)) > 1


def _wrong_number(card: CardFacts) -> str:
    if not _digits(card.participant_number, 13):
        return "nomor peserta belum ada atau bukan 13 angka dari BPJS. Isi nomor peserta, lalu cetak lagi."
    if not _digits(card.nik, 16) or card.nik == "1234567890123456":
        return "NIK belum ada atau bukan 16 angka dari Dukcapil. Lengkapi NIK, lalu cetak lagi."
    if card.seal and not writable(card.seal):
        return "segelnya tidak dapat dicetak. Hubungi administrator."
    return ""


def _hole(card: CardFacts) -> str:
    if card.birth_date is None:
        return "tanggal lahir belum ada. Isi tanggal lahir atau perkiraannya, lalu cetak lagi."
    if card.copy < 1:
        return "urutan cetakan harus dimulai dari 1. Hubungi administrator."
    named = (("nama", card.name), ("alamat", card.address), ("faskes", card.facility), ("nama kantor", card.office))
    empty = [label for label, text in named if not clean(text)]
    return f"{' dan '.join(empty)} belum diisi. Lengkapi, lalu cetak lagi." if empty else ""


def _foreign(card: CardFacts) -> str:
    named = (
        ("nama", card.name),
        ("tempat lahir", card.birth_place),
        ("alamat", card.address),
        ("faskes", card.facility),
        ("nama kantor", card.office),
        ("alamat kantor", card.contact),
    )
    for label, text in named:
        bad = missing_glyphs(text, CARD)
        if bad:
            return (
                f"{label} memuat huruf yang tidak dapat dicetak: {spell(bad)}. Betulkan penulisannya, lalu cetak lagi."
            )
    return ""


def _add_sheet(press: Press, form: CardLayout, sides: Sequence[tuple[Inked, Inked]]) -> None:
    """One sheet: its front, and its back as the printer turns it over the long edge."""
    width, height = form.sheet[0] * MM, form.sheet[1] * MM
    marks = press.ink((Fixed(_sheet_marks(form)),)) if form.cuts or form.crop else None
    places = [(x * MM, height - y * MM) for x, y in form.at]
    mirrored = [(width - x - form.card[0] * MM, y) for x, y in places]
    sheet = [(0.0, 0.0, marks)] if marks else []
    fronts = [(x, y, front) for (x, y), (front, _) in zip(places, sides, strict=False)]
    press.add_page(width, height, [*fronts, *sheet])
    if form.back:
        backs = [(x, y, back) for (x, y), (_, back) in zip(mirrored, sides, strict=False)]
        press.add_page(width, height, [*backs, *sheet])


def _sheet_marks(form: CardLayout) -> tuple[Op, ...]:
    width, height = form.sheet[0] * MM, form.sheet[1] * MM
    ops: list[Op] = []
    for cut in form.cuts:
        ops += _cut_line(cut.label, width, height - cut.y * MM)
    return (*ops, *(_crop_marks(form, form.crop) if form.crop else ()))


def _crop_marks(form: CardLayout, crop: Crop) -> list[Rule]:
    """Short lines outside the block of cards, at every edge of a card; the same for front and mirrored back."""
    across = {edge for x, _ in form.at for edge in (x, x + form.card[0])}
    across |= {form.sheet[0] - x for x in across}
    down = {edge for _, y in form.at for edge in (y, y + form.card[1])}
    left, right, top, bottom = min(across), max(across), min(down), max(down)
    height = form.sheet[1]

    def rule(x1: float, y1: float, x2: float, y2: float) -> Rule:
        return Rule(x1 * MM, (height - y1) * MM, x2 * MM, (height - y2) * MM, _CROP_LINE)

    near, far = crop.gap, crop.gap + crop.length
    upright = [
        rule(x, at - sign * near, x, at - sign * far) for x in _apart(across) for at, sign in ((top, 1), (bottom, -1))
    ]
    level = [
        rule(at - sign * near, y, at - sign * far, y) for y in _apart(down) for at, sign in ((left, 1), (right, -1))
    ]
    return [*upright, *level]


def _apart(edges: set[float]) -> list[float]:
    """The edges in order, those that meet counted once."""
    return sorted({round(edge, 3) for edge in edges})


def _cut_line(label: str, width: float, y: float) -> list[Op]:
    """Dashes from edge to edge; near the left a pair of scissors on the line and the label in a gap."""
    start, font = 18 * MM, CARD.regular
    end = start + text_width(label, font, _CUT_SIZE)
    dash = (3.0, 3.0)
    return [
        Rule(4 * MM, y, 12 * MM, y, 0.5, dash),
        *_scissors(12.6 * MM, y),
        Text(start, y - _CUT_SIZE * 0.36, label, font, _CUT_SIZE),
        Rule(end + 2 * MM, y, width - 4 * MM, y, 0.5, dash),
    ]


def _scissors(x: float, y: float) -> list[Op]:
    """Open scissors pointing to the left, 11 points long."""
    return [
        Rule(x, y + 2.2, x + 8, y - 1.8, 0.8),
        Rule(x, y - 2.2, x + 8, y + 1.8, 0.8),
        Ring(x + 9.6, y + 2.3, 1.7, 0.8),
        Ring(x + 9.6, y - 2.3, 1.7, 0.8),
    ]
