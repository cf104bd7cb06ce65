"""What makes a PDF fit for the archive (PDF/A-2b): its colours defined, described in XMP, streams ended as the standard
wants them. Imported by `paint.py` alone, because it needs ReportLab.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc

from desktop.documents.archive_facts import CONDITION, colour_profile, xmp
from desktop.documents.sheet import Meta

PRODUCER = "ReportLab PDF Library"
CREATOR = "Padan"


class _Ended(pdfdoc.PDFObject):  # type: ignore[misc]
    """The bytes of a stream with the line end that must stand before `endstream` and does not count as content."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __len__(self) -> int:
        return len(self.content)

    def format(self, document: object) -> bytes:
        return self.content + b"\n"


class _LineEnds(pdfdoc.NoEncryption):  # type: ignore[misc]
    """ReportLab's one hook on the way of every stream into the file; nothing is encrypted."""

    def encode(self, content: bytes | str) -> _Ended:
        return _Ended(content.encode("latin-1") if isinstance(content, str) else content)


def make_archival(document: Any, meta: Meta) -> None:
    """Adds to a ReportLab document what PDF/A-2b asks for. Title, author, subject and dates agree with its Info."""
    document.encrypt = _LineEnds()
    document.setProducer(PRODUCER)
    document.setCreator(CREATOR)
    document.setTitle(meta.title)
    document.setAuthor(meta.author)
    document.setSubject(meta.subject)
    document.setKeywords(meta.subject)
    catalog = document.Catalog
    catalog.Metadata = pdfdoc.PDFStream(_dictionary(Type="/Metadata", Subtype="/XML"), _description(meta))
    profile = pdfdoc.PDFStream(_dictionary(N=3, Filter="/FlateDecode"), colour_profile())
    intent = _dictionary(Type="/OutputIntent", S="/GTS_PDFA1", DestOutputProfile=document.Reference(profile))
    intent["OutputConditionIdentifier"] = intent["Info"] = pdfdoc.PDFString(CONDITION)
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _dictionary(**entries: object) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _description(meta: Meta) -> bytes:
    about = {"title": meta.title, "author": meta.author, "subject": meta.subject, "keywords": meta.subject}
    return xmp(**about, tool=CREATOR, producer=PRODUCER, day=meta.day)
