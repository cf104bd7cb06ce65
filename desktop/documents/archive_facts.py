"""What every PDF of ours says of itself to an archive (PDF/A-2b): the XMP description and the meaning of its colours.

Plain bytes, for whoever writes the file: `archive_pdf.py` for letters, the cards' press.
"""

from __future__ import annotations

import zlib
from datetime import date
from functools import cache
from html import escape

from desktop.paths import RESOURCES

CONDITION = "sRGB IEC61966-2.1"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>id-ID</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
{dates}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>{keywords}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_DATES = "<xmp:CreateDate>{0}T00:00:00+00:00</xmp:CreateDate><xmp:ModifyDate>{0}T00:00:00+00:00</xmp:ModifyDate>"


def xmp(*, title: str, author: str, subject: str, tool: str, producer: str, keywords: str, day: date | None) -> bytes:
    """The metadata stream, to be stored without compression; each value as in the file's Info. No `day`: no dates, no `keywords`:
    none."""
    said = {"title": title, "author": author, "subject": subject, "tool": tool, "producer": producer}
    dates = _DATES.format(day.isoformat()) if day else ""
    words = f"<pdf:Keywords>{escape(keywords, quote=False)}</pdf:Keywords>" if keywords else ""
    plain = {key: escape(text, quote=False) for key, text in said.items()}
    return _XMP.format(dates=dates, keywords=words, **plain).encode()


@cache
def colour_profile() -> bytes:
    """The sRGB profile of the output intent, deflated; three components."""
    return zlib.compress((RESOURCES / "colour" / "sRGB.icc").read_bytes())
