"""What was initialled is what is issued: whatever else a letter is made from may not change under the paraf."""

import json
from datetime import timedelta

import pytest
from paraf import again, initial, initialled, issue, refused, send_back
from probe import together
from sqlalchemy import select, update

from db.queries.drafts import draft_by_id
from db.queries.letters import all_letters
from db.queries.offices import office_by_id
from db.tables.access import office as office_table
from db.tables.letters import letter_issue
from db.tables.papers import letter
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.save_style import SaveLetterStyle
from desktop.operations.save_template import SaveTemplate
from desktop.sop.letters import LetterStyle, shipped_template

CODE = "rekomendasi"
TOML = shipped_template(CODE).replace("telah meneliti", "sudah menelaah")


def change(office, seat, clock, what):
    """Something about the letters of Dinas Sosial that no clerk touches."""
    office_id = seat("sari").staff.office_id
    if what == "template":
        seat("admin").run(SaveTemplate(office_id=office_id, code=CODE, toml=TOML))
    elif what == "style":
        version = office.read(office_by_id, office_id).version
        seat("admin").run(SaveLetterStyle(office_id=office_id, version=version, style=LetterStyle(paper="folio")))
    elif what == "head":
        with office.database.write() as connection:
            connection.execute(update(office_table).where(office_table.c.id == office_id).values(head_name="Baru"))
    else:
        plh(seat, clock)


def plh(seat, clock, **more):
    values = {
        "capacity": "plh",
        "position": "Kepala Dinas Sosial",
        "name": "Wira Sanjaya",
        "basis": "800/11",
        "valid_from": clock.now.date(),
        "valid_to": clock.now.date() + timedelta(days=9),
    }
    return seat("admin").run(SaveSigner(office_id=seat("sari").staff.office_id, **values | more)).data["signer"]


@pytest.mark.parametrize("what", ["template", "style", "head", "plh"])
def test_other_letters_are_neither_initialled_nor_issued(office, seat, clock, submitted, what):
    initial(seat, "kabid", submitted)
    change(office, seat, clock, what)
    assert "Kembalikan" in refused("draft_stale", lambda: initial(seat, "sekdis", submitted)).sentence
    send_back(seat, "kabid", submitted)
    again(seat, submitted)
    initialled(seat, submitted)
    assert issue(seat, submitted).data["letters"]


@pytest.mark.parametrize("what", ["template", "style", "head", "plh"])
def test_after_the_last_paraf_too(office, seat, clock, submitted, what):
    initialled(seat, submitted)
    change(office, seat, clock, what)
    refused("draft_stale", lambda: issue(seat, submitted))
    assert CODE not in {row.code for row in office.read(all_letters)}
    assert office.read(draft_by_id, submitted).state == "siap"


def test_the_chosen_signers_own_line(office, seat, clock, submitted):
    signer_id = plh(seat, clock)
    send_back(seat, "sari", submitted)
    again(seat, submitted, signer_id=signer_id)
    initialled(seat, submitted)
    plh(seat, clock, signer_id=signer_id, version=1, name="Orang Lain")
    refused("draft_stale", lambda: issue(seat, submitted))


def test_another_day_is_no_other_letter(office, seat, clock, submitted):
    initial(seat, "kabid", submitted)
    clock.forward(days=1)
    initial(seat, "sekdis", submitted)
    clock.forward(days=1)
    letter_id = issue(seat, submitted).data["letters"][0]
    with office.database.read() as connection:
        facts = json.loads(connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))
    assert facts["date"] == "2026-11-25" and len(facts["paraf"]) == 2


def test_a_template_saved_while_the_draft_is_issued(office, seat, clock, submitted):
    """Whichever came first: the letter says what was initialled, or there is none."""
    initialled(seat, submitted)
    together(lambda: issue(seat, submitted), lambda: change(office, seat, clock, "template"))
    with office.database.read() as connection:
        templates = list(
            connection.scalars(select(letter_issue.c.template_id).where(letter_issue.c.draft_id == submitted))
        )
    assert templates in ([], [None])
