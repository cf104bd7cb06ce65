"""The small grey line in the lower margin of working papers: who took this copy, and when."""

from __future__ import annotations

from desktop.documents.fonts import Family, clean, missing_glyphs, text_width
from desktop.documents.sheet import MM, Text

_SIZE = 6.5
_GREY = 0.45
_BASE = 5 * MM  # what office printers still reach
_CLEAR = 8.0  # points below the foot of the page, which stands on the margin


def taken_line(text: str, family: Family, left: float, width: float, bottom: float) -> Text:
    """The line inside a lower margin `bottom` high, cut with an ellipsis when it is wider than `width`: it may never reach into
    the paper's own content. What the font cannot draw becomes a question mark: a clerk's name stops no printing."""
    font, kept = family.regular, clean(text)
    for letter in missing_glyphs(kept, family):
        kept = kept.replace(letter, "?")
    if text_width(kept, font, _SIZE) > width:
        while kept and text_width(f"{kept}…", font, _SIZE) > width:
            kept = kept[:-1]
        kept += "…"
    return Text(left, min(_BASE, bottom - _CLEAR), kept, font, _SIZE, grey=_GREY)
