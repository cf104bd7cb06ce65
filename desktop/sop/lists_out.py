"""Which lists leave the office, in which layouts of the exchange, and who may give them out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.sop.refusals import Refused


@dataclass(frozen=True, slots=True)
class ListOut:
    """One list that goes out: ``layouts`` of the exchange, the first is proposed; ``asks`` what a clerk says about it, of
    ``segment``, ``period`` (a month) and ``day``. ``roles``: whose list it is. The purpose that the journal keeps begins
    with ``title``."""

    code: str
    title: str
    roles: frozenset[str]
    layouts: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list a clerk wants: its code, and of what it asks for: layout ("" the first), segment, month, day."""

    code: str
    layout: str = ""
    segment: str = ""
    period: str = ""
    day: date | None = None


MEMBERS = ListOut(
    "peserta",
    "Daftar peserta",
    frozenset({"dinkes", "dinsos", "dukcapil", "bpjs"}),
    ("pbi_apbd", "bpjs_rekon", "edabu_mutasi", "pbi_bnba"),
    ("segment", "day"),
)
LISTS_OUT = (
    MEMBERS,
    ListOut(
        "tagihan_dikoreksi",
        "Tagihan yang dikoreksi",
        frozenset({"dinkes"}),
        ("bpjs_tagihan",),
        ("segment", "period"),
    ),
    ListOut("tagihan", "Tagihan BPJS apa adanya", frozenset({"dinkes"}), ("bpjs_tagihan",), ("segment", "period")),
    ListOut("usulan", "Usulan PBI JK", frozenset({"dinsos", "dinkes"}), ("siksng_usulan",), ("period",)),
    ListOut("penduduk", "Data penduduk", frozenset({"dukcapil"}), ("siak_penduduk",)),
    ListOut("kematian", "Kematian yang dicatat", frozenset({"dukcapil"}), ("siak_kematian",), ("period",)),
    ListOut("pindah", "Pindah yang dicatat", frozenset({"dukcapil"}), ("siak_pindah",), ("period",)),
)
LAYOUT_WORDS = {
    "pbi_apbd": "Daftar bulanan PBI APBD",
    "bpjs_rekon": "Rekonsiliasi BPJS, 16 kolom",
    "edabu_mutasi": "Form mutasi e-Dabu, 37 kolom",
    "pbi_bnba": "PBI JK by name by address, 21 kolom",
    "bpjs_tagihan": "Tagihan iuran BPJS",
    "siksng_usulan": "Usulan SIKS-NG, 21 kolom",
    "siak_penduduk": "Data penduduk SIAK, 37 kolom",
    "siak_kematian": "Daftar kematian Dukcapil",
    "siak_pindah": "Daftar pindah Dukcapil",
}
"""What a clerk calls the layouts of the exchange."""


def lists_for(roles: Iterable[str]) -> tuple[ListOut, ...]:
    """What somebody with these roles may give out."""
    held = frozenset(roles)
    return tuple(one for one in LISTS_OUT if one.roles & held)


def list_out(code: str, layout: str, roles: Iterable[str]) -> tuple[ListOut, str]:
    """The list, and the layout it goes out in ("": the first). :raises Refused: for one that there is not, or that is
    another office's."""
    found = next((one for one in LISTS_OUT if one.code == code), None)
    if found is None:
        known = ", ".join(one.code for one in LISTS_OUT)
        raise Refused("unknown_list", f"Daftar '{code[:40]}' tidak ada. Pakai: {known}.")
    if not found.roles & frozenset(roles):
        mine = ", ".join(one.title for one in lists_for(roles)) or "tidak ada"
        what = f"{found.title} bukan daftar peran Anda (yang boleh: {mine})."
        raise Refused("not_your_role", f"{what} Minta kantor yang memilikinya, atau hubungi administrator.")
    if layout and layout not in found.layouts:
        raise Refused("unknown_layout", f"Tata letak '{layout[:40]}' tidak ada. Pakai: {', '.join(found.layouts)}.")
    return found, layout or found.layouts[0]
