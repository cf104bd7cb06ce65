"""A letter before it is issued: marked as a draft, with the signer who was chosen, and nothing recorded (K7)."""

import pypdfium2
from chain import bring, seen, waiting
from probe import everything
from sqlalchemy import text

from desktop.operations.issue import Wish
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.move import Move


def text_of(pdf):
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_preview_marks_a_draft_and_takes_no_number(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi", 2)
    signer_id = (
        seat("admin")
        .run(
            SaveSigner(
                office_id=seat("sari").staff.office_id,
                capacity="an",
                position="Sekretaris Dinas",
                on_behalf="Kepala Dinas Sosial",
                name="Wira Sanjaya",
                valid_from=clock.now.date(),
            )
        )
        .data["signer"]
    )
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    before = everything(office)
    shown = seat("sari").paper.preview(
        "rekomendasikan", [row.id for row in rows], Wish(signer_id=signer_id, note="Uji")
    )
    default = seat("sari").paper.preview("rekomendasikan", [row.id for row in rows])
    assert "DRAF" in text_of(shown[0][1]) and "Wira Sanjaya" in text_of(shown[0][1])
    assert "a.n. Kepala Dinas Sosial" in text_of(shown[0][1]).replace("\r\n", " ")
    assert "Wira Sanjaya" not in text_of(default[0][1]) and "DRAF" in text_of(default[0][1])
    assert everything(office) == before
    sender = {"id": seat("sari").staff.office_id}
    with office.database.read() as connection:
        assert connection.scalars(text("SELECT last FROM letter_series WHERE office_id = :id"), sender).all() == []
    done = seat("sari").run(Move(procedure="wbs", action="rekomendasikan", cases=seen(rows), signer_id=signer_id))
    issued = seat("sari").paper.letter(done.data["letters"][0])
    assert "/001/" in issued[0] and "DRAF" not in text_of(issued[1]) and "Wira Sanjaya" in text_of(issued[1])
