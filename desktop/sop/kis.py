"""Which KIS a membership is: Kota, Provinsi or Nasional, the three lists that Perwali 19/2020 Ps 6 tells apart."""

KINDS = ("Kota", "Provinsi", "Nasional")
"""In the order in which offices name them."""
_SEGMENTS = {
    "pbi_kota": "Kota",
    "pbi_provinsi": "Provinsi",
    "pbi_jk": "Nasional",
    "PBPU/BP Pemda": "Kota",
}
"""Segment → kind. The last one is what E-ID memberships were called before there were codes."""
SEGMENTS = tuple(_SEGMENTS)
"""The segments that somebody else pays for and the loop is about (Ps 5(1))."""


def kind_of(segment: str) -> str:
    """«Kota», «Provinsi», «Nasional», or nothing for a segment that no government pays."""
    return _SEGMENTS.get(segment, "")


def kis_of(segment: str) -> str:
    """«KIS Kota»: the element *jenis KIS* of Pasal 6b."""
    kind = kind_of(segment)
    return f"KIS {kind}" if kind else ""
