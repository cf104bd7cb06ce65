"""Cards at a clerk's desk: rendered with their seal before they are recorded, previewed without one, checked afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.queries.cards import key_in_use, photos_of, sealing_key
from db.queries.cases import CaseRow, cases_by_id
from db.queries.offices import OfficeRow, offices
from desktop.operations.make_cards import MakeCards
from desktop.operations.office_keys import EnsureOfficeKey, RotateOfficeKey
from desktop.operations.outcome import Outcome
from desktop.seal_check import SealVerdict, verify_seal
from desktop.seals import SealedCard, new_key, seal
from desktop.sop.refusals import Refused, RowRefusal

if TYPE_CHECKING:
    from desktop.documents.facts import CardFacts
    from desktop.seat import Seat


class CardPress:
    """Reached as ``seat.cards``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def make(self, cases: Sequence[tuple[int, int]], layout: str, reason: str = "") -> tuple[Outcome, bytes]:
        """Cards for everybody who can be printed; the others stay behind with a sentence and the rest goes on (L22).

        :raises Refused: when nobody can be printed, or the operation refuses.
        """
        from desktop.documents.cards import print_cards

        seat, order, versions = self._seat, [case_id for case_id, _ in cases], dict(cases)
        if not order:
            raise Refused("nothing", "Belum ada orang yang dipilih. Pilih dulu dengan Spasi.")
        rows = sorted(seat.read(cases_by_id, order), key=lambda row: order.index(row.id))
        facts = self._sealed(rows, self._facts(rows))
        pdf, blocked = print_cards(facts, layout) if facts else (b"", ())
        refused = tuple(
            RowRefusal(rows[one.subject].id, rows[one.subject].label, "unprintable", one.sentence) for one in blocked
        )
        held = {one.subject for one in blocked}
        good = [at for at in range(len(rows)) if at not in held]
        if not good:
            sentence = refused[0].sentence if refused else "Orang ini tidak ditemukan. Muat ulang daftar Anda."
            raise Refused("unprintable", sentence, refused)
        command = MakeCards(
            cases=tuple((rows[at].id, versions[rows[at].id]) for at in good),
            layout=layout,
            pdf=pdf,
            reason=reason,
            copies=tuple(facts[at].copy for at in good),
            seals=tuple(facts[at].seal for at in good),
        )
        outcome = seat.office.run(command, seat.staff.id)
        left = f"{outcome.sentence[:-1]}, {len(refused)} belum: lihat alasan." if refused else outcome.sentence
        return replace(outcome, sentence=left, refused=refused), pdf

    def preview(self, application_id: int, layout: str) -> bytes:
        """The PDF of one card as it stands, with a specimen in the place of the seal: only a counted card is sealed.

        :raises Refused: with the sentence why it cannot be printed.
        """
        from desktop.documents.cards import render_cards
        from desktop.documents.errors import PaperError
        from desktop.documents.sample import SPECIMEN_SEAL

        rows = self._seat.read(cases_by_id, [application_id])
        if not rows:
            raise Refused("gone", "Kasus ini tidak ditemukan. Muat ulang daftar Anda.")
        try:
            return render_cards([replace(self._facts(rows)[0], seal=SPECIMEN_SEAL)], layout)
        except PaperError as problem:
            raise Refused("unprintable", problem.sentence) from None

    def verify(self, text: str) -> SealVerdict:
        """What a scanned seal is worth according to this database. :raises Refused: when it is no genuine seal."""
        return verify_seal(self._seat.office, text)

    def rotate_key(self, office_id: int) -> Outcome:
        """A new key for an office (administrator). :raises Refused:"""
        seat, fresh = self._seat, new_key()
        in_use = seat.read(key_in_use, office_id)  # the key itself is its office's alone
        return seat.run(
            RotateOfficeKey(
                office_id=office_id,
                key_id=fresh.key_id,
                public=fresh.public,
                private=fresh.private,
                replaces=in_use,
            )
        )

    def _facts(self, rows: Sequence[CaseRow]) -> list["CardFacts"]:
        """One for each row, without a seal; photos and offices are read once for all."""
        seat = self._seat
        pantis = {one.id: one for one in seat.read(offices)}
        photos = seat.read(photos_of, [row.person_id for row in rows])
        own = seat.staff.office_name
        return [_facts(row, pantis.get(row.panti_office_id or 0), own, photos.get(row.person_id)) for row in rows]

    def _sealed(self, rows: Sequence[CaseRow], facts: Sequence["CardFacts"]) -> list["CardFacts"]:
        """The same with their seals. Who has no number yet gets none: the card is refused anyway."""
        if not any(row.participant_number for row in rows):
            return list(facts)
        key_id, private = self._key()
        today = self._seat.now().date()
        sealed = []
        for one in facts:
            number, born = one.participant_number, one.birth_date
            if len(number) == 13 and number.isdigit() and born:
                said = SealedCard(key_id, number, one.name.upper(), born.year, today, one.copy)
                sealed.append(replace(one, seal=seal(private, said)))
            else:
                sealed.append(one)
        return sealed

    def _key(self) -> tuple[str, bytes]:
        """The key of this office, made now when it has none."""
        seat = self._seat
        office_id = seat.staff.office_id
        known = seat.read(sealing_key, office_id)
        if known is None:
            fresh = new_key()
            seat.run(EnsureOfficeKey(key_id=fresh.key_id, public=fresh.public, private=fresh.private))
            known = seat.read(sealing_key, office_id)
        assert known is not None  # noqa: S101
        return known


def _facts(row: CaseRow, panti: OfficeRow | None, own: str, photo: bytes | None) -> "CardFacts":
    from desktop.documents.facts import CardFacts

    return CardFacts(
        participant_number=row.participant_number or "",
        name=row.name or row.alias,
        nik=row.nik or "",
        birth_place=row.birth_place,
        birth_date=row.birth_date,
        birth_estimated=row.birth_estimated,
        sex=row.sex or "",
        address=row.address or (panti.address if panti else ""),
        facility=row.facility,
        office=panti.name if panti else own,
        photo=photo,
        copy=row.cards_made + 1,
        contact=", ".join(part for part in (panti.address, panti.contact) if part.strip()) if panti else "",
    )
