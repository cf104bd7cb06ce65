"""What a scanned seal is worth: by the public keys alone, or by the book of cards as well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from db.queries.cards import CardCopy, card_of_seal, office_keys
from desktop.seals import FORGED, PublicKey, SealedCard, keys_to_json, open_seal
from desktop.sop.clock import OfficeCalendar
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.office import Office

_STATES = {"batal": "sudah dibatalkan", "hilang": "dinyatakan hilang", "rusak": "dinyatakan rusak"}


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What a seal is worth. ``state``: as in ``CardCopy``, ``asing`` when the book does not know the card, empty when
    no book was asked. ``valid``: genuine, and nothing is known against the card."""

    card: SealedCard
    office: str
    state: str
    valid: bool
    sentence: str
    copy: CardCopy | None = None


def public_keys(office: "Office") -> tuple[PublicKey, ...]:
    """The keys of all offices in this database."""
    zone = ZoneInfo(OfficeCalendar().zone)
    return tuple(
        PublicKey(
            row.key_id,
            row.public,
            row.office_name,
            row.retired_at.astimezone(zone).date().isoformat() if row.retired_at else "",
        )
        for row in office.read(office_keys)
    )


def key_file(office: "Office") -> str:
    """The public keys as a file for whoever checks cards without this database. :raises Refused: without any."""
    keys = public_keys(office)
    if not keys:
        raise Refused("no_key", "Belum ada kunci segel: kunci dibuat saat kartu pertama dicetak. Cetak dulu kartunya.")
    return keys_to_json(keys)


def check_seal(text: str, keys: Iterable[PublicKey]) -> SealVerdict:
    """What a seal is worth without any database. :raises Refused: when it is no genuine seal of these keys."""
    known: Mapping[str, PublicKey] = {key.key_id: key for key in keys}
    card = open_seal(text, {key_id: key.public for key_id, key in known.items()})
    key = known[card.key_id]
    if key.retired and card.issued.isoformat() > key.retired:
        raise Refused("forged", FORGED)
    words = f"Segel asli: {_said(card, key.office)}. Tanpa basis data tidak diketahui apakah kartu ini sudah diganti."
    return SealVerdict(card, key.office, "", True, words)


def verify_seal(office: "Office", text: str) -> SealVerdict:
    """The same, and what the book of cards says about this copy. :raises Refused:"""
    offline = check_seal(text, public_keys(office))
    card = offline.card
    found = office.read(card_of_seal, card.participant_number, text.strip().upper())
    said = _said(card, offline.office)
    if found is None:
        words = f"Tanda tangannya asli, tetapi kartu ini tidak ada di buku kartu: {said}. Laporkan ke administrator."
        return replace(offline, state="asing", valid=False, sentence=words)
    if found.state == "berlaku":
        return replace(offline, state="berlaku", sentence=f"Asli dan berlaku: {said}.", copy=found)
    what = _STATES.get(found.state, "sudah diganti dengan cetakan yang lebih baru")
    why = f" ({found.event_reason})" if found.event_reason else ""
    words = f"Asli, tetapi kartu ini {what}{why}: {said}. Minta kartu yang terbaru."
    return replace(offline, state=found.state, valid=False, sentence=words, copy=found)


def _said(card: SealedCard, office: str) -> str:
    number = card.participant_number
    spaced = f"{number[:4]} {number[4:8]} {number[8:]}"
    made = f"cetakan ke-{card.copy} tanggal {card.issued:%d-%m-%Y}"
    return f"{spaced}, {card.name}, lahir {card.birth_year}, {made}, {office}"
