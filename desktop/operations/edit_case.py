"""Correct what is recorded about a person and the finding; two clerks on one record see each other's fields (L12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from db.queries.cases import CaseRow, cases_by_id
from db.queries.changers import case_lines
from db.tables.cases import application, wbs_health, wbs_profile
from db.tables.people import person, person_key
from desktop.operations.command import Command, operation
from desktop.operations.facts import held_by_other, held_sentence
from desktop.operations.intake import CLAIMED, write_keys
from desktop.operations.journal import Entry
from desktop.operations.merging import merge
from desktop.operations.outcome import Outcome
from desktop.operations.texts import must_fit
from desktop.operations.work import Work
from desktop.sop.clock import OfficeCalendar
from desktop.sop.findings import has_error
from desktop.sop.names import check_name, normalise_name
from desktop.sop.procedure import AGENCIES, HEALTH_ROLES
from desktop.sop.refusals import Refused

PERSON_FIELDS = {
    "name": "Nama",
    "alias": "Alias",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir",
    "birth_estimated": "Perkiraan",
    "address": "Alamat",
    "kelurahan": "Kelurahan",
}
PROFILE_FIELDS = {
    "category": "Kategori PPKS",
    "found_place": "Tempat ditemukan",
    "found_at": "Waktu ditemukan",
    "belongings": "Barang bawaan",
    "note": "Catatan",
    "nik_claimed": "NIK menurut yang bersangkutan",
    "room": "Kamar",
    "entered_on": "Tanggal masuk",
    "left_on": "Tanggal keluar",
    "left_reason": "Alasan keluar",
}
HEALTH_FIELDS = {"condition": "Kondisi"}
LABELS = PERSON_FIELDS | PROFILE_FIELDS | HEALTH_FIELDS


@dataclass(frozen=True, kw_only=True)
class EditCase(Command):
    """``before`` holds the values the clerk started from, ``after`` those typed; both by field name.

    Only fields whose two values differ are written.
    """

    application_id: int
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@operation(EditCase)
def edit_case(work: Work, command: EditCase) -> Outcome:
    """Writes per field: what another clerk changed elsewhere on the record stays.

    :raises Conflict: for fields that both changed, with both values, who and when.
    """
    work.need_role(*AGENCIES)
    row = _row(work, command.application_id)
    if command.after.keys() - LABELS.keys():
        raise Refused("unknown_field", "Ada isian yang tidak dikenal. Muat ulang halaman ini.")
    changed = {name for name, value in command.after.items() if value != command.before.get(name)}
    if changed & HEALTH_FIELDS.keys() and not work.staff.roles & HEALTH_ROLES:
        raise Refused("health", "Catatan kesehatan hanya diubah Satpol PP, panti, Dinas Sosial, dan Dinas Kesehatan.")
    stored = {name: getattr(row, name) for name in command.after}
    lines = partial(case_lines, work.connection, row.id, row.person_id)
    typed = merge(command.before, command.after, stored, LABELS, lines, say_value)
    _check(work, row, typed)
    _write(work, row, typed)
    work.changed("application", [row.id])
    work.changed("person")
    if typed:
        fields = {name: (say_value(getattr(row, name)), say_value(value)) for name, value in typed.items()}
        work.note(Entry("ubah", row.id, row.person_id, fields=fields))
    return Outcome(f"{len(typed)} isian disimpan." if typed else "Tidak ada yang berubah.", done=(row.id,))


def _row(work: Work, application_id: int) -> CaseRow:
    work.locked(select(application.c.id).where(application.c.id == application_id))
    rows = cases_by_id(work.connection, [application_id])
    if not rows:
        raise Refused("gone", "Kasus ini tidak ditemukan. Muat ulang daftar Anda.")
    row = rows[0]
    if work.staff.office_id not in {row.office_id, row.panti_office_id}:
        raise Refused("other_office", "Orang ini ditangani kantor lain. Hanya kantor itu yang boleh mengubahnya.")
    if held_by_other(row, work.staff.id, work.now):
        raise Refused("taken", held_sentence(row))
    return row


def _check(work: Work, row: CaseRow, typed: Mapping[str, Any]) -> None:
    for name in ("name", "alias"):
        text = typed.get(name) or ""
        findings = check_name(text, label=LABELS[name]) if text.strip() else ()
        if has_error(findings):
            raise Refused(findings[0].code, findings[0].sentence)
    if not (typed.get("name", row.name) or "").strip() and not (typed.get("alias", row.alias) or "").strip():
        raise Refused("has_identity", "Nama atau sebutan belum diisi. Isi salah satunya.")
    if typed.get("sex") not in {None, "L", "P"}:
        raise Refused("sex", "Jenis kelamin hanya L atau P. Pilih salah satu.")
    birth = typed.get("birth_date")
    if birth and not date(1900, 1, 1) <= birth <= work.today:
        raise Refused("birth", "Tanggal lahir harus antara tahun 1900 dan hari ini. Perbaiki tanggalnya.")
    for name in ("entered_on", "left_on"):
        day = typed.get(name)
        if day and not date(1900, 1, 1) <= day <= work.today:
            raise Refused(name, f"{LABELS[name]} harus antara tahun 1900 dan hari ini. Perbaiki tanggalnya.")
    found = typed.get("found_at")
    if (found and not found.year >= 1900) or (found and found > work.now + timedelta(hours=1)):
        raise Refused("found_at", "Waktu ditemukan harus antara tahun 1900 dan sekarang. Perbaiki tanggal dan jamnya.")
    entered, left = typed.get("entered_on", row.entered_on), typed.get("left_on", row.left_on)
    if entered and left and left < entered:
        raise Refused("left_before_entered", "Tanggal keluar mendahului tanggal masuk. Perbaiki salah satunya.")
    must_fit(wbs_profile, typed, CLAIMED)
    if left and not (typed.get("left_reason", row.left_reason) or "").strip():
        raise Refused("reason_needed", "Alasan keluar belum diisi. Isi alasannya.")


def _write(work: Work, row: CaseRow, typed: Mapping[str, Any]) -> None:
    mine = {name: value for name, value in typed.items() if name in PERSON_FIELDS}
    for name in ("name", "alias", "birth_place", "kelurahan"):
        if name in mine:
            mine[name] = normalise_name(mine[name])
    if mine:
        work.connection.execute(
            update(person).where(person.c.id == row.person_id).values(**mine, version=person.c.version + 1)
        )
    if mine.keys() & {"name", "alias"}:
        work.connection.execute(delete(person_key).where(person_key.c.person_id == row.person_id))
        write_keys(work, {row.person_id: (mine.get("name", row.name), mine.get("alias", row.alias))})
    profile = {name: value for name, value in typed.items() if name in PROFILE_FIELDS}
    if profile:
        work.connection.execute(
            update(wbs_profile)
            .where(wbs_profile.c.application_id == row.id)
            .values(**profile, version=wbs_profile.c.version + 1)
        )
    health = {name: value for name, value in typed.items() if name in HEALTH_FIELDS}
    if health:
        mine_too = wbs_health.c.application_id == row.id
        work.connection.execute(update(wbs_health).where(mine_too).values(**health))
    if typed:
        work.connection.execute(
            update(application).where(application.c.id == row.id).values(version=application.c.version + 1)
        )


def say_value(value: object) -> str:
    """A field as a clerk reads it; nothing gives an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(OfficeCalendar().zone)):%d-%m-%Y %H.%M}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
