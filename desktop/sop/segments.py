"""Segments of membership: whose members they are, who pays, and which kind of KIS it is (``resources/sop/segments.toml``)."""

from functools import cache

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.typed import typed

PAYERS = {
    "apbn": "APBN",
    "apbd_provinsi": "APBD Provinsi",
    "apbd_kota": "APBD Kota/Kabupaten",
    "desa": "Desa",
    "peserta": "Peserta sendiri",
    "pemberi_kerja": "Pemberi kerja",
}
"""Payer code → name on screen."""
KINDS = ("Kota", "Provinsi", "Nasional")
"""The kinds of KIS into which deaths and moves are split (Perwali Surakarta 19/2020 Ps 6d)."""


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``ours``: the region pays for it and reconciles it with BPJS month by month. ``said``: how BPJS writes it."""

    code: str
    label: str
    payer: str
    kis: str = ""
    ours: bool = False
    said: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"segments": "segment"}):
    segments: tuple[Segment, ...]


@cache
def segments() -> tuple[Segment, ...]:
    """All segments, in the order of the file."""
    return msgspec.toml.decode((RESOURCES / "sop" / "segments.toml").read_bytes(), type=typed(_File)).segments


def segment(code: str) -> Segment:
    """The segment with this code. :raises KeyError: when there is none."""
    return {one.code: one for one in segments()}[code]


def label(code: str) -> str:
    """Its name on screen; a code that this program does not know is shown as it is."""
    return next((one.label for one in segments() if one.code == code), code)


def kis_kind(code: str) -> str:
    """ "Kota", "Provinsi" or "Nasional"; empty where nobody's budget pays."""
    return next((one.kis for one in segments() if one.code == code), "")


def foreign_words(code: str) -> tuple[str, ...]:
    """In capitals, all by which a list of BPJS says that somebody is of another segment than this."""
    words = {one.code: {one.code.upper(), one.label.upper(), *one.said} for one in segments()}
    own = words.get(code, set())
    return tuple(sorted(set().union(*words.values()) - own))
