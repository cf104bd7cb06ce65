"""The administrator says what has to prove a death or a move; Dukcapil's next event is held to it."""

from civil import death, members
from paraf import refused

from db.queries.offices import settings
from desktop.operations.record_events import RecordEvents
from desktop.operations.save_evidence import SaveEvidence, proof_in_force


def save(seat, proof, before, who="admin"):
    return seat(who).run(SaveEvidence(proof=proof, before=before))


def test_what_is_asked_for_holds_from_the_next_event_on(office, seat):
    (nik, _person), (other, _person) = members(office, seat, 2)
    numbered = {"document": "3171-KM-1"}
    seat("andi").run(RecordEvents(events=(death(nik, **numbered),)))
    refused("not_your_role", lambda: save(seat, "pindaian", "salah_satu", "andi"))
    refused("bad_proof", lambda: save(seat, "foto", "salah_satu"))
    refused("stale", lambda: save(seat, "pindaian", "nomor"))
    assert "selalu dilampirkan" in save(seat, "pindaian", "salah_satu").sentence
    assert proof_in_force(office.read(settings)) == "pindaian"
    refused("has_event_document", lambda: seat("andi").run(RecordEvents(events=(death(other, **numbered),))))
    save(seat, "nomor", "pindaian")
    seat("andi").run(RecordEvents(events=(death(other, **numbered),)))
