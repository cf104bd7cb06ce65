"""A ReportLab document written page by page: what is finished goes into the file at once and is forgotten.

Imported by `paint.py` alone, because it needs ReportLab.
"""

from __future__ import annotations

import io
import zlib
from array import array
from typing import Any

from reportlab.pdfbase import pdfdoc


class Streamed:
    """The file of one document. Of a page that is closed only its number and the places of its objects are kept."""

    data = b""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._places = array("Q", [0])  # by object number; object 0 is none, 0 = not written yet
        self._document: Any = None

    def write(self, data: bytes) -> None:
        """Keeps the finished file, which ReportLab hands over in one piece."""
        self.data = data

    def begin(self, document: Any) -> None:
        """Writes the first bytes; from now on the document ends through `_end`."""
        self._document = document
        self._file.write(pdfdoc.PDFFile(document._pdfVersion).format(document))
        document.format = self._end

    def close_page(self) -> None:
        """Writes the page just ended with its drawing orders, compressed."""
        document = self._document
        page = document.idToObject[document.Pages.pages[-1].__InternalName__]
        packed = zlib.compress(page.stream.encode("latin-1"))
        page.Contents = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), packed)
        page.stream = page.Trans = None
        document.Pages.pages[-1] = self._settle(page)
        self._settle(page.Contents)

    def _settle(self, thing: Any) -> bytes:
        """Writes an object that nothing will change any more; gives the reference to it."""
        document, name = self._document, thing.__InternalName__
        number = document.idToObjectNumberAndVersion[name][0]
        self._put(number)
        for known in (document.idToObject, document.idToObjectNumberAndVersion):
            del known[name]
        del document.numberToId[number]
        return b"%d 0 R" % number

    def _put(self, number: int) -> None:
        document = self._document
        name = document.numberToId[number]
        made = pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document)
        self._places.extend([0] * (number + 1 - len(self._places)))
        self._places[number] = self._file.tell()
        self._file.write(made)

    def _end(self) -> bytes:
        """Everything that is not in the file yet (fonts, pictures, the tree of pages), the table of places, the trailer."""
        document = self._document
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        number = 1
        while number <= document.objectcounter:  # writing one object may name further ones
            if number >= len(self._places) or not self._places[number]:
                self._put(number)
            number += 1
        start = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % number)
        self._file.writelines(b"%010d 00000 n \n" % place for place in self._places[1:])
        trailer = pdfdoc.PDFTrailer(start, Size=number, Root=root, Info=info, ID=document.ID())
        self._file.write(trailer.format(document))
        return self._file.getvalue()
