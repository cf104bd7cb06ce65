"""The whole procedure on both databases, from the hand-over list to the card."""

from pathlib import Path

import pytest

from db.queries.cases import cases_by_id, queue
from db.queries.letters import all_letters
from db.queries.person import journey
from desktop.operations import journal
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.move import Move
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.operations.send_to_panti import SendToPanti


def seen(rows):
    return tuple((row.id, row.version) for row in rows)


def waiting(seat, status):
    return seat.read(queue, seat.staff.office_id, [status])


def move(seat, action, status, **more):
    return seat.run(Move(procedure="wbs", action=action, cases=seen(waiting(seat, status)), **more))


def nik(number):
    return f"31750101{(number % 28) + 1:02d}0180"[:8] + f"{(number % 28) + 1:02d}0180" + f"99{number:02d}"


@pytest.mark.parametrize("people", [3])
def test_everybody_gets_a_card(office, seat, clock, people, tmp_path: Path):
    from datetime import date

    satpol, panti, dinsos = seat("bagus"), seat("yusuf"), seat("sari")
    dukcapil, dinkes, bpjs = seat("andi"), seat("ratna"), seat("hendra")
    newcomers = tuple(
        Newcomer(
            name=f"Orang {word}",
            sex="L",
            birth_date=date(1980, 1, at + 1),
            found_place="Stasiun Senen",
            found_at=clock.now,
        )
        for at, word in enumerate(["Satu", "Dua", "Tiga"][:people])
    )
    outcome = satpol.run(RecordIntake(people=newcomers))
    rows = satpol.read(cases_by_id, outcome.done)
    satpol.run(SendToPanti(cases=seen(rows), panti_office_id=panti.staff.office_id))
    clock.forward(minutes=30)
    assert move(satpol, "serahkan", "dijangkau").sentence == f"{people} WBS diserahkan ke panti."
    move(panti, "terima", "diserahkan")
    clock.forward(minutes=20)
    move(panti, "mohon_rekomendasi", "diterima")
    clock.forward(minutes=60)
    move(dinsos, "rekomendasikan", "menunggu_rekomendasi")
    for number, row in enumerate(waiting(dukcapil, "menunggu_nik"), 1):
        nik_text = f"317501{row.birth_date:%d%m%y}99{number:02d}"
        dukcapil.run(RecordNik(case=(row.id, row.version), nik=nik_text))
    move(panti, "mohon_persetujuan", "nik_tersedia")
    move(dinkes, "validasi", "menunggu_validasi")
    eids = [
        Eid((row.id, row.version), f"000123456789{at}", "Puskesmas Cakung")
        for at, row in enumerate(waiting(bpjs, "disetujui"))
    ]
    bpjs.run(RecordEid(eids=tuple(eids)))
    move(dinkes, "teruskan_eid", "eid_terbit")
    rows = waiting(panti, "eid_diterima")
    _, pdf = panti.make_cards(seen(rows), "eid_a4")
    assert pdf.startswith(b"%PDF")
    outcome = move(panti, "cetak_kartu", "eid_diterima")
    done = panti.read(cases_by_id, outcome.done)
    assert {row.status for row in done} == {"selesai"} and len(done) == people
    assert all(letter.frozen for letter in office.read(all_letters))
    assert len(office.read(all_letters)) == 6
    steps = office.read(journey, done[0].person_id)
    assert [step.step for step in steps] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert all(step.real_seconds is not None for step in steps)
    assert steps[0].real_seconds == 30 * 60 and steps[1].real_seconds == 20 * 60
    with office.database.read() as connection:
        proof = journal.verify(connection)
    assert proof.lines > 20 and not proof.breaks
