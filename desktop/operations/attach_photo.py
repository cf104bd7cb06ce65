"""Photos of people, checked by content whoever sends them."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import insert, select

from db.tables.cases import application
from db.tables.papers import paper
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

MOST_BYTES = 2_000_000
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


@dataclass(frozen=True, kw_only=True)
class AttachPhoto(Command):
    """A photo (JPEG or PNG, upright, at most 2 MB) of the person of a case."""

    application_id: int
    photo: bytes


@operation(AttachPhoto)
def attach_photo(work: Work, command: AttachPhoto) -> Outcome:
    """Adds the photo; earlier ones stay in the record."""
    work.need_role("satpol_pp", "panti", "dukcapil")
    person_id = person_of_case(work, command.application_id)
    store_photo(work, person_id, command.photo)
    work.note(Entry("foto", command.application_id, person_id))
    work.changed("person", [command.application_id])
    return Outcome("Foto disimpan.", done=(command.application_id,))


def person_of_case(work: Work, application_id: int) -> int:
    """The person to whose file the actor's office may add.

    :raises Refused: ``gone``, or ``other_office`` when the case neither began, is, nor lives at the actor's office.
    """
    columns = (application.c.person_id, application.c.office_id, application.c.origin_office_id)
    case = work.connection.execute(
        select(*columns, application.c.panti_office_id).where(application.c.id == application_id)
    ).first()
    if case is None:
        raise Refused("gone", "Kasus ini tidak ditemukan. Muat ulang daftar Anda.")
    if work.staff.office_id not in {case.office_id, case.origin_office_id, case.panti_office_id}:
        raise Refused("other_office", "Orang ini ditangani kantor lain. Hanya kantor itu yang boleh menambah berkas.")
    person_id: int = case.person_id
    return person_id


def store_photo(work: Work, person_id: int, photo: bytes) -> None:
    """:raises Refused: when the bytes are not a picture, whatever the file was called."""
    media_type = next((media for sign, media in _SIGNS if photo.startswith(sign)), None)
    if media_type is None:
        raise Refused("not_a_photo", "Berkas ini bukan foto JPEG atau PNG. Pilih berkas foto.")
    if len(photo) > MOST_BYTES:
        raise Refused("photo_too_big", "Foto lebih besar dari 2 MB. Kecilkan dulu atau ambil ulang.")
    values = {
        "person_id": person_id,
        "kind": "foto",
        "media_type": media_type,
        "content": photo,
        "sha256": hashlib.sha256(photo).hexdigest(),
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    work.connection.execute(insert(paper), values)
