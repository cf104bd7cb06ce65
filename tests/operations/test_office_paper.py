"""The paper of an office: size, type, edges and emblem of its next letters; earlier ones keep theirs."""

import hashlib
import io
import json

import pypdfium2
import pytest
from chain import bring, move, seen, waiting
from PIL import Image
from probe import count, is_sentence, unbroken
from sqlalchemy import select, text

from db.errors import RecordRoomError
from db.queries.letter_templates import emblems
from db.queries.letters import letter_file
from db.queries.offices import office_by_id
from db.tables.papers import letter
from desktop.documents.pictures import normalise_emblem
from desktop.operations.move import Move
from desktop.operations.save_style import SaveLetterStyle
from desktop.sop.letters import Edges, LetterStyle, read_style
from desktop.sop.refusals import Refused

MM = 72 / 25.4


def paper_of(pdf):
    """Size of the first page in mm, and how many pictures stand on it."""
    document = pypdfium2.PdfDocument(pdf)
    width, height = document[0].get_size()
    found = sum(1 for _ in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    document.close()
    return (round(width / MM, 1), round(height / MM, 1)), found


def emblem_png(colour="navy"):
    out = io.BytesIO()
    Image.new("RGB", (300, 360), colour).save(out, "PNG")
    return normalise_emblem(out.getvalue())[0]


@pytest.fixture
def dinsos(seat):
    return seat("sari").staff.office_id


@pytest.fixture
def style(office, seat, dinsos):
    """Save the paper of Dinas Sosial as the administrator, as it stands now."""

    def saved(style=None, **more):
        office_id = more.get("office_id", dinsos)
        more = {"office_id": office_id, "version": office.read(office_by_id, office_id).version} | more
        return seat("admin").run(SaveLetterStyle(style=style or LetterStyle(), **more))

    return saved


def recommend(seat, clock):
    """One more recommendation issued; gives its id."""
    bring(seat, clock, "menunggu_rekomendasi", 2)
    (letter_id,) = move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi")).data["letters"]
    return letter_id


def test_an_issued_letter_carries_emblem_and_paper(office, seat, clock, style):
    png = emblem_png()
    sha256 = hashlib.sha256(png).hexdigest()
    edges = Edges(top=20, right=20, bottom=20, left=30)
    style(LetterStyle(paper="a4", font="serif", font_size=12, margins=edges), emblem=png, keep_emblem=False)
    letter_id = recommend(seat, clock)
    assert paper_of(office.read(letter_file, letter_id)[1])[0] == (210.0, 297.0)
    assert paper_of(office.read(letter_file, letter_id)[1])[1] >= 1
    with office.database.read() as connection:
        frozen = connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id))
    facts = json.loads(frozen)
    assert facts["letterhead"]["emblem"] == sha256 and len(frozen) < 20_000
    assert facts["style"]["paper"] == "a4" and facts["style"]["margins"]["left"] == 30
    assert office.read(emblems, [sha256]) == {sha256: png}


def test_without_an_emblem_there_is_no_picture(office, seat, clock, style):
    style(emblem=emblem_png(), keep_emblem=False)
    with_it = paper_of(office.read(letter_file, recommend(seat, clock))[1])[1]
    style(emblem=None, keep_emblem=False)
    without = paper_of(office.read(letter_file, recommend(seat, clock))[1])[1]
    assert with_it == without + 1


def test_an_earlier_letter_keeps_its_paper(office, seat, clock, style):
    style(LetterStyle(paper="folio"), emblem=emblem_png(), keep_emblem=False)
    bring(seat, clock, "menunggu_rekomendasi", 1)
    cases = seen(waiting(seat("sari"), "menunggu_rekomendasi"))
    command = Move(procedure="wbs", action="rekomendasikan", cases=cases)
    letter_id = office.run(command, seat("sari").staff.id).data["letters"][0]  # without the seat's freezing
    style(LetterStyle(paper="a4"), emblem=None, keep_emblem=False)
    pdf = seat("sari").letter_pdf(letter_id)[1]
    assert paper_of(pdf)[0] == (215.9, 330.2) and paper_of(pdf)[1] >= 1


def test_an_emblem_is_stored_once_and_may_be_taken_away(office, seat, style, dinsos):
    png, before = emblem_png(), count(office, "emblem")
    journalled = count(office, "journal", "action = 'tata_surat'")
    for office_id in (dinsos, seat("yusuf").staff.office_id):
        style(emblem=png, keep_emblem=False, office_id=office_id)
    assert count(office, "emblem") == before + 1
    style(LetterStyle(font="serif"))
    assert office.read(office_by_id, dinsos).emblem_sha256 == hashlib.sha256(png).hexdigest()
    style(LetterStyle(font="serif"), keep_emblem=False)
    assert office.read(office_by_id, dinsos).emblem_sha256 is None and count(office, "emblem") == before + 1
    assert count(office, "journal", "action = 'tata_surat'") == journalled + 4 and unbroken(office)


def test_a_stored_emblem_does_not_change(office, style):
    style(emblem=emblem_png(), keep_emblem=False)
    for statement in ("UPDATE emblem SET sha256 = 'x'", "DELETE FROM emblem"):
        with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
            connection.execute(text(statement))
        assert caught.value.kind == "guard"


@pytest.mark.parametrize(
    "wrong",
    [
        LetterStyle(font_size=7.5),
        LetterStyle(font_size=15),
        LetterStyle(font_size=-1),
        LetterStyle(font_size=float("nan")),
        LetterStyle(margins=Edges(top=4, right=20, bottom=20, left=20)),
        LetterStyle(paper="a4", margins=Edges(top=20, right=60, bottom=20, left=60)),
        LetterStyle(margins=Edges(top=120, right=20, bottom=120, left=20)),
        LetterStyle(margins=Edges(top=float("inf"), right=20, bottom=20, left=20)),
        LetterStyle(paper="a3"),
        LetterStyle(font="comic"),
    ],
)
def test_paper_on_which_no_letter_fits_is_refused(office, style, dinsos, wrong):
    with pytest.raises(Refused, match="bad_style") as caught:
        style(wrong)
    assert is_sentence(caught.value.sentence)
    assert office.read(office_by_id, dinsos).letter_style == ""


def test_paper_is_approved_as_it_was_seen(office, seat, style, dinsos):
    style(LetterStyle(paper="a4"))
    with pytest.raises(Refused, match="stale"):
        style(LetterStyle(paper="folio"), version=1)
    with pytest.raises(Refused, match="unchanged"):
        style(LetterStyle(paper="a4"))
    style(LetterStyle())
    assert read_style(office.read(office_by_id, dinsos).letter_style) == LetterStyle()
    with pytest.raises(Refused, match="not_your_role"):
        seat("sari").run(SaveLetterStyle(office_id=dinsos, version=3, style=LetterStyle()))


@pytest.mark.parametrize("junk", [b"", b"<svg/>", b"\xff\xd8\xff\xe0jpeg", b"\x89PNG\r\n\x1a\n" + b"0" * 2**21])
def test_bytes_that_are_no_emblem(office, style, junk):
    before = count(office, "emblem")
    with pytest.raises(Refused, match="bad_emblem") as caught:
        style(emblem=junk, keep_emblem=False)
    assert is_sentence(caught.value.sentence) and count(office, "emblem") == before


def test_an_office_without_letters_may_have_paper_too(office, seat, style):
    style(LetterStyle(paper="a4"), office_id=seat("andi").staff.office_id)
    with pytest.raises(Refused, match="bad_style"):
        style(LetterStyle(font_size=30), office_id=seat("andi").staff.office_id)
