"""Letters are PDF/A-2b: described in XMP, colours defined, fonts embedded, nothing transparent, bytes always the same."""

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from letter_cases import LETTER_CODES, LETTERS_MADE
from PIL import Image, ImageCms

from desktop.documents.card_layout import card_codes
from desktop.documents.cards import render_cards
from desktop.documents.extremes import SAMPLE_PARAF, SAMPLE_TOKEN, with_emblem
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_cards, sample_letter
from desktop.paths import RESOURCES

HERE = Path(__file__).parent
JAVA = Path("/usr/share/java")
JARS = ("pdfbox2", "preflight", "xmpbox", "fontbox2", "commons-logging", "commons-io", "jaxb-api", "javax.activation")
OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}


def full(code: str) -> bytes:
    """A letter with everything on it."""
    return render_letter(
        replace(with_emblem(sample_letter(code)), check=SAMPLE_TOKEN, archive=True, paraf=SAMPLE_PARAF)
    )


def packet(pdf: bytes) -> ElementTree.Element:
    """The XMP packet, which must stand in the file as plain text."""
    (found,) = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL)
    return ElementTree.fromstring(found)  # noqa: S314 (our own file)


def told(xmp: ElementTree.Element, path: str) -> str:
    found = xmp.find(f".//{path}", NAMESPACES)
    assert found is not None
    return "".join(found.itertext()).strip()


@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_description_agrees_with_the_info(code) -> None:
    pdf = full(code)
    document = pypdfium2.PdfDocument(pdf)
    info = document.get_metadata_dict()
    document.close()
    xmp = packet(pdf)
    assert (told(xmp, "pdfaid:part"), told(xmp, "pdfaid:conformance")) == ("2", "B")
    pairs = {"dc:title": "Title", "dc:creator": "Author", "dc:description": "Subject", "pdf:Producer": "Producer"}
    pairs |= {"xmp:CreatorTool": "Creator", "pdf:Keywords": "Keywords"}
    for path, name in pairs.items():
        assert told(xmp, path) == info[name] != ""
    assert told(xmp, "dc:language") == "id-ID"
    assert info["CreationDate"] == info["ModDate"] == "D:20261123000000+00'00'"
    assert told(xmp, "xmp:CreateDate") == told(xmp, "xmp:ModifyDate") == "2026-11-23T00:00:00+00:00"


def test_marks_of_xml_in_a_title_stay_text() -> None:
    pdf = render_letter(replace(sample_letter("persetujuan"), number="1 & <2>"))
    assert told(packet(pdf), "dc:title").endswith("1 & <2>")


@pytest.mark.parametrize("code", LETTER_CODES)
def test_colours_are_defined_and_nothing_is_forbidden(code) -> None:
    pdf = full(code)
    assert re.search(rb"/OutputIntents \[ <<\s.*?/DestOutputProfile \d+ 0 R.*?/S /GTS_PDFA1", pdf, re.DOTALL)
    assert re.search(rb"trailer\n<<.*?/ID\s+\[<[0-9a-f]{32}><[0-9a-f]{32}>\]", pdf, re.DOTALL)
    for word in (b"/SMask", b"/ca ", b"/CA ", b"/Encrypt", b"/JavaScript", b"/LZWDecode", b"DeviceCMYK", b"/Trans"):
        assert word not in pdf
    assert pdf.endswith(b"%%EOF\n")


@pytest.mark.parametrize("code", LETTER_CODES)
def test_every_stream_ends_where_it_says(code) -> None:
    streams = 0
    for _, body in OBJECT.findall(full(code)):
        head, found, rest = body.partition(b"\nstream\n")
        if found:
            streams += 1
            length = int(re.search(rb"/Length (\d+)", head)[1])
            assert rest[length:] == b"\nendstream"
    assert streams > 8


@pytest.mark.parametrize("code", LETTER_CODES)
def test_every_font_is_whole_and_can_be_read_back(code) -> None:
    bodies = [body for _, body in OBJECT.findall(full(code)) if b"/Type /Font\n" in body or b"/Type /Font " in body]
    assert len(bodies) >= 3
    for body in bodies:
        assert b"/ToUnicode" in body
        assert re.search(rb"/BaseFont /[A-Z]{6}\+Liberation", body)
        assert b"/Encoding" not in body  # symbolic, with the one table of its own


def test_the_colour_profile_is_srgb_to_an_independent_reader() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO((RESOURCES / "colour" / "sRGB.icc").read_bytes()))
    assert profile.profile.xcolor_space.strip() == "RGB"
    ramp = Image.frombytes("RGB", (256, 1), bytes(value for at in range(256) for value in (at, 255 - at, at // 2)))
    same = ImageCms.profileToProfile(ramp, profile, ImageCms.createProfile("sRGB"))
    assert max(abs(a - b) for a, b in zip(ramp.tobytes(), same.tobytes(), strict=True)) <= 1


def test_only_the_dates_of_two_days_differ_in_what_a_letter_says_of_itself() -> None:
    one = replace(sample_letter("rekapitulasi"), date=date(2026, 11, 23))
    other = packet(render_letter(replace(one, date=date(2027, 1, 2))))
    assert told(other, "xmp:CreateDate") == "2027-01-02T00:00:00+00:00"


def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests/documents')\n"
        "from letter_cases import LETTERS_MADE\n"
        "for name, make in LETTERS_MADE.items():\n"
        "    print(name, hashlib.sha256(make()).hexdigest())"
    )
    runs = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Jayapura")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": str(10**9 * int(seed))}
        made = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=HERE.parent.parent, check=True, capture_output=True
        )
        runs.append(made.stdout.decode().splitlines())
    assert runs[0] == runs[1]
    assert len(runs[0]) == len(LETTERS_MADE)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="Debian's qpdf is not installed")
def test_qpdf_has_nothing_against_them(tmp_path) -> None:
    for code in LETTER_CODES:
        file = tmp_path / f"{code}.pdf"
        file.write_bytes(full(code))
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


VALIDATOR = pytest.mark.skipif(
    shutil.which("java") is None or not all((JAVA / f"{jar}.jar").exists() for jar in JARS),
    reason="Debian's libpdfbox2-java, libactivation-java and libjaxb-api-java are not installed",
)


def verdict(folder: Path, papers: dict[str, bytes]) -> list[str]:
    """What PDFBox Preflight says. It knows PDF/A-1b, whose rules are stricter, so the part is named otherwise."""
    files = []
    for name, pdf in papers.items():
        files.append(folder / name)
        files[-1].write_bytes(pdf.replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<"))
    where = ":".join(str(JAVA / f"{jar}.jar") for jar in JARS)
    command = ["java", "-cp", where, HERE / "preflight" / "Check.java", *files]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode().splitlines()


@VALIDATOR
def test_an_independent_validator_approves_of_letters(tmp_path) -> None:
    papers = {code: full(code) for code in LETTER_CODES}
    papers |= {f"{code}_draf": render_letter(replace(sample_letter(code), draft=True)) for code in LETTER_CODES}
    assert verdict(tmp_path, papers) == [f"{name} valid" for name in papers]


@VALIDATOR
def test_an_independent_validator_has_nothing_against_cards_that_counts_for_us(tmp_path) -> None:
    """Part 1 wants a list of the glyphs in a font (CIDSet); part 2 dropped it."""
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (120, 90, 60)).save(out, "JPEG")
    cards = [replace(card, photo=out.getvalue()) for card in sample_cards()]
    said = verdict(tmp_path, {layout: render_cards(cards, layout) for layout in card_codes()})
    assert said
    assert [line for line in said if "CIDSet entry is missing" not in line] == [
        f"{code} wrong" for code in card_codes()
    ]
