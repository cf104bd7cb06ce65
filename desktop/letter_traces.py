"""Which letter of ours is a file that is none of the stored ones, and where does it begin to differ?"""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.queries.letter_status import letter_files, letters_numbered, letters_sized

if TYPE_CHECKING:
    from desktop.office import Office

MARK = b"Padan"  # every PDF of ours names its maker
_TITLES = (
    re.compile(rb"<dc:title>.{0,200}?<rdf:li[^>]{0,80}>(.{0,600}?)</rdf:li>", re.DOTALL),
    re.compile(rb"/Title\s*\(((?:\\.|[^\\()])*)\)", re.DOTALL),
    re.compile(rb"/Title\s*<([0-9A-Fa-f\s]*)>"),
)
_ALIKE = 64
"""A file of the same length with no more differing bytes than this (or a hundredth) is a letter that was altered."""


def letter_named_in(office: "Office", data: bytes) -> tuple[int, int, str] | None:
    """(letter id, first differing byte, in words what differs) for a file that is one of ours but for some bytes."""
    found: list[tuple[bool, int, int, bytes]] = []
    for letter_id, sure in _candidates(office, data):
        files = office.read(letter_files, letter_id)
        for ours in (files.pdf, files.signed, files.archive):
            if ours is None or not (sure or _alike(data, ours)):
                continue
            found.append((len(ours) == len(data), first_difference(data, ours), letter_id, ours))
    if not found:
        return None
    # The file of the same length is meant, however early a byte of it was changed.
    _same, place, letter_id, ours = max(found, key=lambda one: one[:2])
    return letter_id, place, _difference_in_words(data, ours, place)


def first_difference(data: bytes, ours: bytes) -> int:
    """The place of the first byte that differs; the length of the shorter one when it is the beginning of the other."""
    low, high = 0, min(len(data), len(ours))
    while low < high:
        middle = (low + high + 1) // 2
        if data[low:middle] == ours[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _candidates(office: "Office", data: bytes) -> Iterator[tuple[int, bool]]:
    """(letter id, whether the file names it); the others only have the same length."""
    named = [one for number in _numbers(data) for one in office.read(letters_numbered, number)]
    yield from ((one, True) for one in dict.fromkeys(named))
    if not named and MARK in data:
        yield from ((one, False) for one in office.read(letters_sized, len(data)))


def _numbers(data: bytes) -> list[str]:
    """What follows a dash in the titles of the file: a letter's title ends with its number."""
    titles = [_decoded(found[1]) for pattern in _TITLES for found in pattern.finditer(data)]
    if not any("–" in title for title in titles) and data.startswith(b"%PDF-"):
        from desktop.signatures import title_of

        titles.append(title_of(data))
    parts = [title.split("–") for title in titles]
    found = ["–".join(one[at:]).strip() for one in parts for at in range(1, len(one))]
    return [number for number in dict.fromkeys(found) if number]


def _decoded(raw: bytes) -> str:
    """A title as it stands in XMP (UTF-8), or in the description (escapes, UTF-16 or PDFDocEncoding)."""
    if re.fullmatch(rb"[0-9A-Fa-f\s]+", raw) and raw[:4].upper() == b"FEFF":
        return bytes.fromhex(raw.decode("ascii")).decode("utf-16", "replace")
    plain = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) % 256]), raw)
    plain = re.sub(rb"\\(.)", rb"\1", plain)
    if plain.startswith(b"\xfe\xff"):
        return plain.decode("utf-16", "replace")
    try:
        return html.unescape(plain.decode())
    except UnicodeDecodeError:
        return plain.decode("latin-1").replace("\x85", "–")


def _alike(data: bytes, ours: bytes) -> bool:
    return len(data) == len(ours) and _differing(data, ours) <= max(_ALIKE, len(ours) // 100)


def _differing(data: bytes, ours: bytes) -> int:
    size = len(data)
    both = int.from_bytes(data, "big") ^ int.from_bytes(ours, "big")
    return size - both.to_bytes(size, "big").count(0)


def _difference_in_words(data: bytes, ours: bytes, place: int) -> str:
    if len(data) == len(ours):
        count = _differing(data, ours)
        if count == 1:
            return f"satu bita berubah di posisi {place}"
        return f"{count} bita berubah, yang pertama di posisi {place}"
    if place == len(ours):
        return f"ada {len(data) - len(ours)} bita tambahan di belakang isi aslinya yang bukan TTE tersimpan"
    if place == len(data):
        return f"berkasnya terpotong: {len(ours) - len(data)} bita terakhir hilang, mulai posisi {place}"
    return f"isinya berbeda mulai posisi {place}"
