"""An office's own wording and paper: tried before it is kept, used by the next letter, never by an earlier one."""

import json
import re
from datetime import date

import pypdfium2
import pytest
from chain import bring, move, seen, waiting
from probe import count, is_sentence, together, unbroken
from sqlalchemy import select, text

from db.errors import RecordRoomError
from db.queries.letter_templates import own_templates, template_history
from db.queries.letters import letter_file
from db.queries.offices import office_by_id
from db.tables.letters import letter_issue
from db.tables.papers import letter
from desktop.documents.fields import COLUMNS
from desktop.operations.import_templates import ImportTemplates
from desktop.operations.letter_samples import codes_of, sample_facts, sample_rows, stretched
from desktop.operations.move import Move
from desktop.operations.save_template import SaveTemplate
from desktop.papers import paper_problems
from desktop.paths import RESOURCES
from desktop.sop.letters import shipped_template
from desktop.sop.refusals import Refused

CODE = "rekomendasi"
OURS = shipped_template(CODE)
OLD, NEW = "Dinas Sosial telah meneliti", "Dinas Sosial sudah menelaah dengan saksama"
TOML = OURS.replace(OLD, NEW)
MM = 72 / 25.4


def words(pdf):
    """All words of a PDF and the size of its first page in mm."""
    document = pypdfium2.PdfDocument(pdf)
    said = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    width, height = document[0].get_size()
    document.close()
    return said, (round(width / MM, 1), round(height / MM, 1))


@pytest.fixture
def dinsos(seat):
    return seat("sari").staff.office_id


@pytest.fixture
def save(seat, dinsos):
    """Save a wording of the recommendation as the administrator."""

    def saved(toml, **more):
        return seat("admin").run(SaveTemplate(office_id=dinsos, code=CODE, toml=toml, **more))

    return saved


def recommend(seat, clock):
    """One more recommendation issued; gives (its id, text of its PDF)."""
    bring(seat, clock, "menunggu_rekomendasi", 2)
    issued = move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi"))
    (letter_id,) = issued.data["letters"]
    return letter_id, words(seat("sari").letter_pdf(letter_id)[1])[0]


def test_the_next_letter_uses_it_and_the_one_before_keeps_its_own(office, seat, clock, save):
    before, first = recommend(seat, clock)
    kept = save(TOML, note="Kata baku baru").data["template"]
    after, second = recommend(seat, clock)
    assert OLD in first and NEW not in first
    assert NEW in second and OLD not in second
    with office.database.read() as connection:
        used = dict(connection.execute(select(letter_issue.c.letter_id, letter_issue.c.template_id)).fetchall())
    assert used[before] is None and used[after] == kept
    assert words(office.read(letter_file, before)[1])[0] == first


def test_a_crash_before_the_paper_uses_the_wording_it_was_issued_with(office, seat, clock, save):
    save(TOML)
    bring(seat, clock, "menunggu_rekomendasi", 2)
    cases = seen(waiting(seat("sari"), "menunggu_rekomendasi"))
    command = Move(procedure="wbs", action="rekomendasikan", cases=cases)
    letter_id = office.run(command, seat("sari").staff.id).data["letters"][0]  # without the seat's freezing
    save("")  # the administrator goes back to the program's own wording meanwhile
    assert office.read(letter_file, letter_id)[1] is None
    assert NEW in words(seat("sari").letter_pdf(letter_id)[1])[0]


def test_history_keeps_every_wording_and_says_who(office, seat, save, dinsos, clock):
    save(TOML, note="Pertama")
    clock.forward(days=1)
    save(TOML.replace(NEW, "Kami meneliti"), note="Kedua")
    assert "kembali ke templat bawaan" in save("", note="Cukup").sentence
    rows = office.read(template_history, dinsos, CODE)
    assert [(row.note, bool(row.toml), row.staff_name) for row in rows] == [
        ("Cukup", False, "Administrator Latihan"),
        ("Kedua", True, "Administrator Latihan"),
        ("Pertama", True, "Administrator Latihan"),
    ]
    assert rows[2].toml == TOML and rows[1].created_at == rows[0].created_at > rows[2].created_at
    assert office.read(own_templates, dinsos) == {}
    assert count(office, "journal", "action = 'templat_surat'") == 3 and unbroken(office)


def test_our_own_text_is_no_wording_of_the_office(office, save, dinsos):
    save(TOML)
    save(OURS.replace("\n", "\r\n") + "\n\n")
    assert office.read(template_history, dinsos, CODE)[0].toml == ""


@pytest.mark.parametrize("change", [TOML, "\ufeff" + TOML, TOML.replace("\n", "\r\n"), TOML.rstrip("\n")])
def test_line_ends_and_byte_order_marks_do_not_matter(office, save, dinsos, change):
    save(change)
    assert office.read(own_templates, dinsos)[CODE].toml == TOML
    with pytest.raises(Refused, match="unchanged"):
        save(TOML)


# (what is replaced, by what, the key and problem said); the line is the one where it now stands.
BAD = [
    ("{jumlah} (", "{nik_wbs} (", "kunci paragraphs[2].text: isian {nik_wbs} tidak dikenal."),
    ("{nomor_rujukan}", "{nomor_rujukn}", "Mungkin maksudnya {nomor_rujukan}"),
    ('key = "lahir"', 'key = "gaji"', 'kunci table.columns[3].key: kolom "gaji" tidak dikenal.'),
    ("[head]", "[head", "susunan TOML keliru"),
    ("font_size = 11.5", "font_size = 99", "kunci page.font_size"),
    (f'code = "{CODE}"', 'code = "bast"', "kunci code"),
    ("telah meneliti", "telah \U0001fa79 meneliti", "kunci paragraphs[1].text: huruf"),
    ('urgency = "Segera"', 'sifat = "Segera"', "kunci head.sifat: kunci tidak dikenal"),
    ("left = 25", "left = 150", "kunci page.margins"),
    ('when = "keterangan"', 'when = "catatan"', "kunci paragraphs[4].when"),
]
NONSENSE = [
    "asal ketik saja",
    "x = " + "[" * 400,
    "x = " + "[" * 40_000,
    f'code = "{CODE}"',
    "[[[",
    "\x07",
    "\U0001fa79" * 9,
    "a.b.c = 1",
]


def refusal(office, save, toml):
    """The sentence with which a wording is refused; nothing of it is kept."""
    with pytest.raises(Refused) as caught:
        save(toml)
    assert count(office, "letter_template") == 0
    assert count(office, "journal", "action = 'templat_surat'") == 0
    assert is_sentence(caught.value.sentence[:1].upper() + caught.value.sentence[1:])
    return caught.value.sentence


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_a_bad_wording_is_refused_with_its_place(office, save, old, new, said):
    assert old in OURS
    toml = OURS.replace(old, new, 1)
    sentence = refusal(office, save, toml)
    line = int(re.search(r"baris (\d+)", sentence)[1])
    assert said in sentence and new in toml.splitlines()[line - 1]


@pytest.mark.parametrize("toml", NONSENSE)
def test_nonsense_is_refused(office, save, toml):
    assert "templat rekomendasi" in refusal(office, save, toml)


def test_who_may_change_which_letter(seat, save, dinsos):
    with pytest.raises(Refused, match="not_your_role"):
        seat("sari").run(SaveTemplate(office_id=dinsos, code=CODE, toml=TOML))
    for code in ("bast", "", "../bast", "tidak_ada"):
        with pytest.raises(Refused, match="unknown_letter"):
            seat("admin").run(SaveTemplate(office_id=dinsos, code=code, toml=TOML))
    with pytest.raises(Refused, match="no_office"):
        seat("admin").run(SaveTemplate(office_id=987, code=CODE, toml=TOML))
    for more in ({"note": "x" * 301}, {"toml": TOML + "#" * 100_001}):
        with pytest.raises(Refused, match="too_long") as caught:
            save(**({"toml": TOML} | more))
        assert is_sentence(caught.value.sentence)
    with pytest.raises(Refused, match="unchanged"):
        save("")


def test_what_was_on_the_screen_is_what_is_replaced(office, save, dinsos):
    first = save(TOML, seen=0).data["template"]
    with pytest.raises(Refused, match="stale"):
        save(TOML.replace(NEW, "Kami meneliti"), seen=0)
    save(TOML.replace(NEW, "Kami meneliti"), seen=first)
    assert len(office.read(template_history, dinsos, CODE)) == 2


def test_two_administrators_at_one_moment(office, save, dinsos):
    wordings = [TOML.replace(NEW, f"Kami meneliti {at}") for at in "AB"]
    results = together(*(lambda toml=toml: save(toml, seen=0) and "saved" for toml in wordings))
    assert sorted(results) == ["saved", "stale"]
    assert len(office.read(template_history, dinsos, CODE)) == 1


def test_a_kept_wording_does_not_change(office, save):
    save(TOML)
    for statement in ("UPDATE letter_template SET toml = 'x'", "DELETE FROM letter_template"):
        with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
            connection.execute(text(statement))
        assert caught.value.kind == "guard"


def test_a_folder_is_taken_whole_or_not_at_all(office, seat, dinsos):
    dinkes = seat("ratna").staff.office_id
    other = shipped_template("persetujuan")
    good = other.replace('urgency = "', 'urgency = "Sangat ')
    assert good != other
    bad = TOML.replace("{panti}", "{pantai}")
    with pytest.raises(Refused, match="bad_template") as caught:
        seat("admin").run(ImportTemplates(templates=((dinkes, "persetujuan", good), (dinsos, CODE, bad))))
    assert [(row.row_id, "pantai" in row.sentence) for row in caught.value.rows] == [(1, True)]
    assert count(office, "letter_template") == 0
    command = ImportTemplates(templates=((dinkes, "persetujuan", good), (dinsos, CODE, TOML)), note="Dari folder")
    assert seat("admin").run(command).sentence == "2 templat diambil."
    assert seat("admin").run(command).replayed
    again = ImportTemplates(templates=command.templates)
    assert seat("admin").run(again).sentence == "0 templat diambil. 2 sama dengan yang berlaku."
    with pytest.raises(Refused, match="not_your_role"):
        seat("sari").run(ImportTemplates(templates=command.templates))
    with pytest.raises(Refused, match="nothing"):
        seat("admin").run(ImportTemplates(templates=()))


def test_every_letter_of_ours_can_be_tried_by_its_office(office, clock):
    """Ordinary, shortest and longest facts: what the editor shows is printable with the wording we ship."""
    found = set()
    with office.database.read() as connection:
        for office_id in range(1, 7):
            row = office_by_id(connection, office_id)
            for code in codes_of(row.kind):
                facts = sample_facts(connection, row, code, date(2026, 11, 23))
                for length in ("biasa", "pendek", "panjang"):
                    one = json.dumps(stretched(facts, length))
                    assert paper_problems(one, shipped_template(code)) == [], (code, length)
                found.add(code)
    assert found == {path.parent.name for path in (RESOURCES / "letters").glob("*/letter.toml")}


def test_the_columns_of_a_list_are_the_same_everywhere(office, seat, clock):
    bring(seat, clock, "diserahkan", 1)
    with office.database.read() as connection:
        row = json.loads(connection.scalar(select(letter.c.facts)))["rows"][0]
    # The reports of deaths and moves, and of a month, have columns that no list of WBS has.
    assert set(row) <= set(sample_rows()[0]) <= set(COLUMNS)
