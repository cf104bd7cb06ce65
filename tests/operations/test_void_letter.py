"""Void letters: the number and the line stay with the reason, a new letter takes the place, nobody cites the old one."""

import json

import pytest
from chain import bring, give_nik, intake, move, seen, waiting
from probe import everything, is_sentence, together, unbroken
from sqlalchemy import insert, select, update

from db.queries.cases import cases_by_id
from db.queries.drafts import draft_by_id
from db.queries.letters import all_letters, letter_file, letters_of_office
from db.queries.mail import mail_of_letter
from db.tables.access import office as office_table
from db.tables.cases import wbs_profile
from db.tables.letters import letter_archive, letter_issue, letter_signed, letter_void, paraf_rule, signer
from db.tables.papers import letter, letter_subject
from db.tables.traces import journal
from desktop.operations.edit_case import EditCase
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.operations.move import Move
from desktop.operations.save_template import SaveTemplate
from desktop.operations.submit_draft import SubmitDraft
from desktop.operations.void_letter import VoidLetter
from desktop.sop.letters import shipped_template
from desktop.sop.refusals import Refused


def issued(seat, clock, people=2):
    """The hand-over letter of Satpol PP."""
    intake(seat, clock, people)
    return move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau")).data["letters"][0]


def void(seat, letter_id, *, who="bagus", **more):
    return seat(who).run(VoidLetter(letter_id=letter_id, reason="Salah nama panti", **more))


def facts(office, letter_id):
    with office.database.read() as connection:
        return json.loads(connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))


def by_code(office, code):
    """The newest letter of a kind."""
    return next(row for row in office.read(all_letters) if row.code == code)


def test_the_line_stays_with_the_reason(office, seat, clock):
    letter_id = issued(seat, clock)
    line = office.read(mail_of_letter, seat("bagus").staff.office_id, letter_id)
    clock.forward(hours=1)
    outcome = void(seat, letter_id)
    assert outcome.data["letters"] == [] and line.number in outcome.sentence
    after = office.read(mail_of_letter, seat("bagus").staff.office_id, letter_id)
    assert (after.voided, after.void_reason) == (True, "Salah nama panti")
    assert (after.number, after.agenda, after.version) == (line.number, line.agenda, line.version)
    assert [row.voided for row in office.read(letters_of_office, seat("yusuf").staff.office_id)] == [True]
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    assert office.read(all_letters)[0].number.split("/")[1] == "002"  # the number is never given again
    with office.database.read() as connection:
        row = connection.execute(select(letter_void)).one()
    assert (row.replaced_by, row.voided_by, row.voided_at) == (None, seat("bagus").staff.id, clock.now)


def test_every_subject_has_it_in_the_journal_and_stays_where_it_is(office, seat, clock):
    letter_id = issued(seat, clock, 3)
    before = {row.id: (row.status, row.version) for row in waiting(seat("yusuf"), "diserahkan")}
    void(seat, letter_id, replace=True)
    assert {row.id: (row.status, row.version) for row in waiting(seat("yusuf"), "diserahkan")} == before
    with office.database.read() as connection:
        lines = connection.execute(select(journal).where(journal.c.action == "surat_batal")).all()
        again = connection.execute(select(journal).where(journal.c.action == "surat:bast")).all()
    assert {line.application_id for line in lines} == set(before) and len(again) == 6
    assert {line.reason for line in lines} == {"Salah nama panti"} and unbroken(office)


def test_a_replacement_is_a_new_letter_of_today(office, seat, clock):
    letter_id = issued(seat, clock)
    old = facts(office, letter_id)
    with office.database.write() as connection:
        kinds = office_table.c.kind
        connection.execute(update(office_table).where(kinds == "panti").values(name="Panti Sosial Bina Insan 1"))
    clock.forward(days=2)
    outcome = void(seat, letter_id, replace=True)
    new_id = outcome.data["letters"][0]
    new, row = facts(office, new_id), by_code(office, "bast")
    assert row.id == new_id and row.number == "300.1/002/SATPOLPP/XI/2026" and not row.voided
    assert row.number in outcome.sentence
    assert (new["date"], new["recipient"][0]) == ("2026-11-25", "Kepala Panti Sosial Bina Insan 1")
    assert [one["nama"] for one in new["rows"]] == [one["nama"] for one in old["rows"]]
    assert new["check"] != old["check"]
    number, pdf = office.read(letter_file, new_id)
    assert pdf.startswith(b"%PDF") and number == row.number
    with office.database.read() as connection:
        assert connection.scalar(select(letter_void.c.replaced_by)) == new_id
        subjects = [
            set(connection.scalars(select(letter_subject.c.application_id).where(letter_subject.c.letter_id == one)))
            for one in (letter_id, new_id)
        ]
    assert subjects[0] == subjects[1]
    assert office.read(mail_of_letter, seat("bagus").staff.office_id, new_id).agenda == 2
    assert office.read(letters_of_office, seat("yusuf").staff.office_id)[0].id == new_id


def test_people_are_as_they_stand_today(office, seat, clock):
    """The letter had a wrong name; it is put right, the letter declared void and written anew."""
    bring(seat, clock, "diterima", 1)
    case = waiting(seat("yusuf"), "diterima")[0]
    seat("yusuf").run(
        EditCase(application_id=case.id, before={"condition": case.condition}, after={"condition": "Sehat"})
    )
    new = void(seat, by_code(office, "bast").id, replace=True).data["letters"][0]
    assert [row["kondisi"] for row in facts(office, new)["rows"]] == ["Sehat"]


def test_note_and_the_other_partys_number_are_kept(office, seat, clock):
    intake(seat, clock, 1)
    more = {"note": "Dengan mobil dinas", "counterpart_number": "BA/7/PSBI/2026"}
    letter_id = move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"), **more).data["letters"][0]
    new = facts(office, void(seat, letter_id, replace=True).data["letters"][0])
    assert (new["fields"]["keterangan"], new["counterpart_number"]) == ("Dengan mobil dinas", "BA/7/PSBI/2026")


def test_the_chosen_signer_signs_the_replacement(office, seat, clock):
    letter_id = issued(seat, clock)
    mine = seat("bagus").staff.office_id
    with office.database.write() as connection:
        values = {
            "office_id": mine,
            "capacity": "plh",
            "position": "Kepala Satpol PP",
            "name": "Pengganti Sementara",
            "valid_from": clock.now.date(),
            "valid_to": clock.now.date(),
        }
        signer_id = connection.execute(insert(signer).returning(signer.c.id), values).scalar_one()
    new = void(seat, letter_id, replace=True, signer_id=signer_id).data["letters"][0]
    assert facts(office, new)["signer"]["name"] == "Pengganti Sementara"
    clock.forward(days=1)
    before = everything(office)
    with pytest.raises(Refused, match="signer_ended"):
        void(seat, new, replace=True, signer_id=signer_id)
    assert everything(office) == before


def test_who_may_declare_void_what(office, seat, clock):
    letter_id = issued(seat, clock)
    for who, wish, code in (
        # On a server whom it does not concern does not even see it.
        (
            "yusuf",
            {"letter_id": letter_id, "reason": "Salah"},
            "gone" if office.database.backend.logins else "other_office",
        ),
        ("bagus", {"letter_id": letter_id, "reason": "  "}, "reason_needed"),
        ("bagus", {"letter_id": 4711, "reason": "Salah"}, "gone"),
        ("bagus", {"letter_id": letter_id, "reason": "x" * 501}, "too_long"),
    ):
        before = everything(office)
        with pytest.raises(Refused, match=code) as caught:
            seat(who).run(VoidLetter(**wish))
        assert everything(office) == before and is_sentence(caught.value.sentence)
    new = void(seat, letter_id, replace=True).data["letters"][0]
    with pytest.raises(Refused, match="already_void"):
        void(seat, letter_id)
    void(seat, new)


def test_two_desks_declare_the_same_letter_void(office, seat, clock):
    letter_id = issued(seat, clock)
    results = together(*[lambda: void(seat, letter_id, replace=True)] * 4)
    assert [result for result in results if isinstance(result, str)] == ["already_void"] * 3
    assert len(office.read(all_letters)) == 2


def test_a_signed_letter_may_be_declared_void(office, seat, clock):
    letter_id = issued(seat, clock)
    with office.database.write() as connection:
        values = {"kind": "tte", "sha256": "0" * 64, "content": b"%PDF-", "recorded_at": clock.now}
        by = {"letter_id": letter_id, "recorded_by": seat("bagus").staff.id}
        connection.execute(insert(letter_signed), {**values, **by})
    assert [(row.signed, row.voided) for row in office.read(all_letters)] == [("tte", False)]
    void(seat, letter_id)
    assert [(row.signed, row.voided) for row in office.read(all_letters)] == [("tte", True)]


def test_what_goes_along_shares_the_fate(office, seat, clock):
    """The list by name has no number of its own: it is void and written anew with the letter it goes with."""
    bring(seat, clock, "menunggu_rekomendasi", 2)
    cover, along = by_code(office, "permohonan_rekomendasi"), by_code(office, "rekapitulasi")
    with pytest.raises(Refused, match="goes_along") as caught:
        void(seat, along.id, who="yusuf")
    assert cover.number in caught.value.sentence
    new = void(seat, cover.id, who="yusuf", replace=True).data["letters"]
    rows = {row.id: row for row in office.read(all_letters)}
    assert [rows[one].code for one in new] == ["permohonan_rekomendasi", "rekapitulasi"]
    assert {rows[one].number for one in new} == {"400.9.4.1/002/PSBI/XI/2026"}
    assert facts(office, new[1])["fields"]["nomor_rujukan"] == "400.9.4.1/002/PSBI/XI/2026"
    assert rows[cover.id].voided and rows[along.id].voided
    void(seat, new[0], who="yusuf")
    assert all(row.voided for row in office.read(all_letters) if row.code != "bast")


def test_later_letters_name_the_replacement(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi", 2)
    new = void(seat, by_code(office, "permohonan_rekomendasi").id, who="yusuf", replace=True).data["letters"][0]
    clock.forward(days=1)
    answer = move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi")).data["letters"][0]
    said = facts(office, answer)["fields"]
    assert said["nomor_rujukan"] == "400.9.4.1/002/PSBI/XI/2026" == facts(office, new)["number"]
    assert said["tanggal_rujukan"] == "23 November 2026"


def asked_twice(office, seat, clock):
    """A request, sent back by Dinas Sosial, and a second request; gives both letters, oldest first."""
    bring(seat, clock, "menunggu_rekomendasi", 1)
    move(seat("sari"), "kembalikan_panti", waiting(seat("sari"), "menunggu_rekomendasi"), reason="Belum lengkap")
    move(seat("yusuf"), "mohon_rekomendasi", waiting(seat("yusuf"), "diterima"))
    return [row for row in office.read(all_letters) if row.code == "permohonan_rekomendasi"][::-1]


def recommended(office, seat):
    answer = move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi")).data["letters"][0]
    return facts(office, answer)["fields"]["nomor_rujukan"]


def test_a_void_letter_is_not_named_while_a_valid_one_is_there(office, seat, clock):
    first, second = asked_twice(office, seat, clock)
    void(seat, second.id, who="yusuf")
    assert recommended(office, seat) == first.number


def test_the_replacement_of_an_older_letter_does_not_push_the_newer_one_aside(office, seat, clock):
    """The first request is put right after the second was written: the second is still the one that is answered."""
    first, second = asked_twice(office, seat, clock)
    void(seat, first.id, who="yusuf", replace=True)
    assert recommended(office, seat) == second.number


def test_a_chain_of_replacements_stands_where_its_first_letter_stood(office, seat, clock):
    _first, second = asked_twice(office, seat, clock)
    once = void(seat, second.id, who="yusuf", replace=True).data["letters"][0]
    twice = void(seat, once, who="yusuf", replace=True).data["letters"][0]
    assert recommended(office, seat) == facts(office, twice)["number"]


def test_without_any_valid_letter_the_last_one_is_named(office, seat, clock):
    """The paper did go out, and a letter with a hole where a number belongs helps nobody."""
    _first, second = asked_twice(office, seat, clock)
    for row in (_first, second):
        void(seat, row.id, who="yusuf")
    assert recommended(office, seat) == second.number


def test_a_replacement_that_cannot_be_printed_leaves_everything(office, seat, clock):
    letter_id = issued(seat, clock)
    row = waiting(seat("yusuf"), "diserahkan")[0]
    move(seat("yusuf"), "terima", waiting(seat("yusuf"), "diserahkan"))
    row = office.read(cases_by_id, [row.id])[0]
    seat("yusuf").run(EditCase(application_id=row.id, before={"condition": ""}, after={"condition": "Luka 🩹"}))
    before = everything(office)
    with pytest.raises(Refused, match="unprintable"):
        void(seat, letter_id, replace=True)
    assert everything(office) == before
    with office.database.read() as connection:
        assert connection.execute(select(letter_void)).all() == []


def test_an_office_that_now_asks_for_paraf(office, seat, clock):
    """The old letter had no draft, so nobody initialled it: no replacement behind their back."""
    letter_id = issued(seat, clock)
    with office.database.write() as connection:
        rule = {"office_id": seat("bagus").staff.office_id, "code": "bast", "seq": 1, "position": "Kabid"}
        connection.execute(insert(paraf_rule), {**rule, "staff_id": seat("bagus").staff.id})
    with pytest.raises(Refused, match="paraf_needed"):
        void(seat, letter_id, replace=True)
    void(seat, letter_id)


@pytest.fixture
def initialled_letter(office, seat, clock, password):
    """A recommendation for one person, issued from a draft with one paraf; gives (draft id, letter id)."""
    bring(seat, clock, "menunggu_rekomendasi", 1)
    office_id = seat("sari").staff.office_id
    person = AddStaff(
        username="kabid", name="Ibu Kabid", office_id=office_id, roles=frozenset({"dinsos"}), password=password
    )
    seat("admin").run(person)
    steps = (("Kepala Bidang", seat("kabid").staff.id),)
    seat("admin").run(SaveParafRules(office_id=office_id, code="rekomendasi", steps=steps))
    cases = seen(waiting(seat("sari"), "menunggu_rekomendasi"))
    what = {"procedure": "wbs", "action": "rekomendasikan", "cases": cases}
    draft = seat("sari").run(SubmitDraft(**what)).data["draft"]
    seat("kabid").run(InitialDraft(draft_id=draft, version=office.read(draft_by_id, draft).version))
    return draft, seat("sari").run(Move(**what, draft_id=draft)).data["letters"][0]


def test_the_paraf_of_the_old_letters_draft_stay_with_it(office, seat, clock, initialled_letter):
    """It says the same under another number and day: who initialled it, and when, is as it was."""
    draft, old = initialled_letter
    clock.forward(days=1)
    new = void(seat, old, who="sari", replace=True).data["letters"][0]
    paraf = facts(office, new)["paraf"]
    assert paraf == facts(office, old)["paraf"] and [one["name"] for one in paraf] == ["Ibu Kabid"]
    with office.database.read() as connection:
        drafts = select(letter_issue.c.draft_id).where(letter_issue.c.letter_id.in_([old, new]))
        assert set(connection.scalars(drafts)) == {draft}
        archived = set(connection.scalars(select(letter_archive.c.letter_id)))
    assert archived == {old, new}


@pytest.mark.parametrize("what", ["people", "signer", "template"])
def test_no_paraf_on_what_nobody_initialled(office, seat, initialled_letter, what):
    _draft, old = initialled_letter
    office_id = seat("sari").staff.office_id
    if what == "people":
        with office.database.write() as connection:
            connection.execute(update(wbs_profile).values(category="Pemulung"))
    elif what == "signer":
        with office.database.write() as connection:
            mine = office_table.c.id == office_id
            connection.execute(update(office_table).where(mine).values(head_name="Kepala Baru"))
    else:
        toml = shipped_template("rekomendasi").replace("telah meneliti", "sudah menelaah")
        seat("admin").run(SaveTemplate(office_id=office_id, code="rekomendasi", toml=toml))
    before = everything(office)
    with pytest.raises(Refused, match="paraf_needed") as caught:
        void(seat, old, who="sari", replace=True)
    assert is_sentence(caught.value.sentence) and everything(office) == before
    seat("admin").run(SaveParafRules(office_id=office_id, code="rekomendasi", steps=()))
    new = void(seat, old, who="sari", replace=True).data["letters"][0]
    assert facts(office, new)["paraf"] == []  # nobody is asked any more, and nobody is said to have read it


def test_the_case_goes_on_after_a_replacement(office, seat, clock):
    bring(seat, clock, "menunggu_nik", 2)
    void(seat, by_code(office, "rekomendasi").id, who="sari", replace=True)
    give_nik(seat)
    done = move(seat("yusuf"), "mohon_persetujuan", waiting(seat("yusuf"), "nik_tersedia")).data["letters"][0]
    assert facts(office, done)["fields"]["nomor_rujukan"] == "400.9.4.1/002/DINSOS/XI/2026"
