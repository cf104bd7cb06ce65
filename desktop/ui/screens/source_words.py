"""Where a value came from, in words that a clerk reads. No Qt."""

import re
from collections.abc import Mapping
from datetime import tzinfo

from db.queries.merges import Source
from desktop.ui.format import moment

SOURCES = {
    "berkas": "dari berkas",
    "siak": "dari SIAK",
    "petugas": "ditulis",
    "kantor": "dicatat",
    "gabung": "dari catatan",
}
SHOWN = {
    "nik": "NIK",
    "name": "Nama",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir",
    "address": "Alamat",
    "marital": "Status kawin",
    "id_dtks": "ID DTKS",
}
"""Values of a person whose origin a page tells, in the order in which they stand there."""


def say_source(source: Source | None, zone: tzinfo | None) -> str:
    """«dari berkas daftar.xlsx, 01-12-2026 09.00»; empty where nothing is known."""
    if source is None:
        return ""
    when = f", {moment(source.at.astimezone(zone))}" if source.at else ""
    return f"{SOURCES[source.kind]} {soft(source.name)}{when}"


def soft(name: str) -> str:
    """A long name of a file, breaking where it has no blank."""
    return re.sub("([_.-])", "\\1\u200b", name)


def say_sources(sources: Mapping[str, Source], zone: tzinfo | None) -> list[tuple[str, str]]:
    """(value, where from) in the order of the page; one line when all came from one place."""
    found = [(word, say_source(sources[name], zone)) for name, word in SHOWN.items() if name in sources]
    origins = {origin for _word, origin in found}
    return [("Semua isian", origins.pop())] if len(origins) == 1 else found
