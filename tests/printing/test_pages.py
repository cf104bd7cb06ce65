"""What is done to a PDF before it is printed, the test page, and what a PC remembers."""

from io import BytesIO

import pypdfium2
import pytest
from pages import MM, sample, size_mm, square

from desktop.printing.calibration import calibration
from desktop.printing.choices import key_of, read_choice, write_choice
from desktop.printing.kinds import PAPERS, NotTaken, PrintChoice
from desktop.printing.pages import check_pages, moved
from desktop.printing.reasons import in_words, said
from desktop.settings import SETTINGS, desk_file, read_desk, write_desk


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


# offset
@pytest.mark.parametrize(("dx", "dy"), [(2.0, 0.0), (0.0, 1.5), (-3.5, -2.0), (20.0, 20.0)])
def test_an_offset_moves_every_page_as_it_is_seen(dx, dy):
    pdf = sample(2)
    assert square(pdf) == (30.0, 40.0)
    copy = moved(pdf, dx, dy)
    assert size_mm(copy) == size_mm(pdf) == (2, 210.0, 297.0)
    for page in (0, 1):
        left, top = square(copy, page)
        assert abs(left - 30 - dx) <= 0.1 and abs(top - 40 - dy) <= 0.1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_right_and_down_are_those_of_the_reader_on_a_turned_page(rotation):
    document = pypdfium2.PdfDocument(sample())
    document[0].set_rotation(rotation)
    out = BytesIO()
    document.save(out)
    document.close()
    before, after = (square(pdf, within=300) for pdf in (out.getvalue(), moved(out.getvalue(), 4.0, 2.0)))
    assert abs(after[0] - before[0] - 4) <= 0.1 and abs(after[1] - before[1] - 2) <= 0.1


def test_the_words_of_a_moved_page_stay_words():
    document = pypdfium2.PdfDocument(moved(sample(), 3.0, 3.0))
    assert document[0].get_textpage().get_text_bounded().strip() == "Halaman 1"
    document.close()


def test_without_an_offset_the_bytes_are_the_same():
    pdf = sample()
    assert moved(pdf, 0.0, 0.0) is pdf


# what fits
@pytest.mark.parametrize("paper", list(PAPERS))
def test_a_page_fits_its_own_paper(paper):
    assert check_pages(calibration(paper), PAPERS[paper]) == 1


def test_a_page_larger_than_the_paper_is_refused_with_both_sizes():
    with pytest.raises(NotTaken) as caught:
        check_pages(sample(paper="f4"), PAPERS["a4"])
    assert "215 × 330 mm tidak muat di kertas A4 (210 × 297 mm)" in caught.value.sentence


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.4 rusak", b"surat", sample()[:400]])
def test_what_is_no_whole_pdf_is_refused(rubbish):
    with pytest.raises(NotTaken) as caught:
        check_pages(rubbish, PAPERS["a4"])
    assert "bukan PDF yang utuh" in caught.value.sentence


# test page
@pytest.mark.parametrize("paper", list(PAPERS))
def test_the_test_page_measures_true_on_every_edge(paper):
    """The frame and the rulers, measured in a rendering at 10 points per mm."""
    pdf, size = calibration(paper), PAPERS[paper]
    assert pdf == calibration(paper)
    assert size_mm(pdf) == (1, round(size.width, 1), round(size.height, 1))
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=254 / 72, grayscale=True).to_pil()
    document.close()
    per_mm = picture.width / size.width
    line = 10 if paper == "cr80" else 20
    dark = picture.point(lambda value: 255 if value < 160 else 0)
    row, column = dark.height * 7 // 10, dark.width * 3 // 10
    across = dark.crop((0, row, dark.width, row + 1)).getbbox()
    down = dark.crop((column, 0, column + 1, dark.height)).getbbox()
    edges = (across[0], dark.width - across[2], down[1], dark.height - down[3])
    assert [round(edge / per_mm) for edge in edges] == [line] * 4


def test_the_test_page_says_how_it_is_read():
    document = pypdfium2.PdfDocument(calibration("f4"))
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    for wanted in ("Halaman uji F4", "215 × 330 mm", "Padan menghitung gesernya", "tepat 100 mm"):
        assert wanted in " ".join(words.split()), wanted


def test_nothing_of_the_guide_leaves_its_frame():
    for paper, size in PAPERS.items():
        document = pypdfium2.PdfDocument(calibration(paper))
        page = document[0].get_textpage()
        boxes = [page.get_charbox(at) for at in range(page.count_chars())]
        document.close()
        assert max(right for _left, _bottom, right, _top in boxes) < size.width * MM
        assert min(left for left, _bottom, _right, _top in boxes) > 0


# what is remembered
def test_each_paper_remembers_its_own_choice():
    assert read_choice("a4") == PrintChoice()
    write_desk(theme="dark")
    write_choice("a4", PrintChoice("lt2-hp", 2, True, -1.5, 0.25))
    write_choice("cr80", PrintChoice("kartu"))
    assert read_choice("a4") == PrintChoice("lt2-hp", 2, True, -1.5, 0.2)
    assert (read_choice("cr80").printer, read_choice("f4")) == ("kartu", PrintChoice())
    assert read_desk()["theme"] == "dark"


@pytest.mark.parametrize("damaged", ["", "x", "[]", '{"copies": "dua"}', '{"printer": 7}'])
def test_a_damaged_memory_counts_as_none(damaged):
    write_desk(**{key_of("a4"): damaged})
    assert read_choice("a4") == PrintChoice()


def test_an_absurd_memory_is_brought_to_sense():
    write_desk(**{key_of("a4"): '{"printer":"p","copies":100000,"dx":500,"dy":-1e9}'})
    assert read_choice("a4") == PrintChoice("p", 99)
    assert desk_file().exists()


def test_every_paper_has_its_setting():
    assert [key_of(paper) for paper in PAPERS if key_of(paper) not in SETTINGS] == []


# what a printer says
@pytest.mark.parametrize(
    ("alerts", "words", "hinders"),
    [
        (("media-empty-error",), "kertasnya habis", True),
        (("media-empty",), "kertasnya habis", True),
        (("media-empty-warning",), "kertasnya habis", False),
        (("toner-low-report", "media-jam-error"), "kertasnya macet", True),
        (("toner-low-warning",), "tonernya hampir habis", False),
        (("marker-supply-low-warning", "cover-open-error"), "penutupnya terbuka", True),
        (("fuser-over-temp-error",), "melaporkan “fuser-over-temp”", True),
        (("fuser-over-temp-warning",), "melaporkan “fuser-over-temp”", False),
    ],
)
def test_alerts_in_words(alerts, words, hinders):
    found = said(alerts)
    assert (found.words, found.hinders) == (words, hinders)
    assert bool(found.remedy) == hinders


@pytest.mark.parametrize(
    "alerts", [(), ("none",), ("paused",), ("cups-insecure-filter-warning",), ("moving-to-paused",)]
)
def test_alerts_a_clerk_need_not_know(alerts):
    assert said(alerts) is None


def test_what_others_wrote_is_translated_where_it_is_known():
    assert in_words(" Unplugged or turned off. ") == "mati atau tidak tersambung"
    assert in_words("reason unknown") == ""
    assert in_words("sedang diperbaiki") == "sedang diperbaiki"
