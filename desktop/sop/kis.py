"""The lists of PBI members that the loop of deaths and moves is about, by the names the regulation gives them."""

from desktop.sop.segments import kis_kind, segments

SEGMENTS = tuple(one.code for one in segments() if one.kis)
"""The segments that a budget pays for: whose members are PBI (Perwali Surakarta 19/2020 Ps 5(1))."""
DEACTIVATION = "Penonaktifan peserta di e-Dabu"
"""Why the by-name list of a report leaves the office as a file."""


def kis_of(segment: str) -> str:
    """«KIS Kota»: the element *jenis KIS* of Pasal 6b; empty where nobody's budget pays."""
    kind = kis_kind(segment)
    return f"KIS {kind}" if kind else ""
