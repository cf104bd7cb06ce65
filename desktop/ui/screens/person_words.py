"""The journal in words that a clerk reads: actions, fields and values, never a code (J3). No Qt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from db.queries.trail import TrailRow
from desktop.operations.edit_case import LABELS
from desktop.operations.note_access import KINDS
from desktop.operations.record_search import DECISIONS
from desktop.sop.letters import letter_kind
from desktop.sop.procedure import with_action, with_status
from desktop.sop.refusals import WrongDeclaration
from desktop.ui.format import NOTHING, day, masked_nik, moment, sex_word

ACTIONS = {
    "catat": "Dicatat saat penjangkauan",
    "ubah": "Data diubah",
    "nik": "NIK dicatat",
    "orang_sama": "Dinyatakan orang yang sama dengan data kependudukan",
    "cari": "Dicari dalam data kependudukan",
    "tujuan": "Panti tujuan dipilih",
    "foto": "Foto ditambahkan",
    "pindaian": "Pindaian ditambahkan",
    "kartu": "Kartu dibuat",
    "kartu:batal": "Kartu dibatalkan",
    "kartu:hilang": "Kartu dinyatakan hilang",
    "kartu:rusak": "Kartu dinyatakan rusak",
    "cetak": "Dikirim ke pencetak",
    "cetak_gagal": "Tidak tercetak",
    "cetak_batal": "Cetakan dibatalkan",
    "peserta": "E-ID dicatat",
    "eid_ditarik": "E-ID ditarik",
    "ambil": "Mulai dikerjakan",
    "lepas": "Selesai dikerjakan",
    "surat:dibekukan": "Berkas surat disimpan",
    "surat_batal": "Surat dibatalkan",
    "kirim_surat": "Surat dikirim",
    "terima_surat": "Surat sampai kepada penerimanya",
    "agenda_batal": "Baris agenda dibatalkan",
    "agenda_ralat": "Baris agenda diperbaiki",
    "surat:tte": "Surat ber-TTE disimpan",
    "surat:basah": "Pindaian surat bertanda tangan disimpan",
    "bulan_ditutup": "Bulan ditutup dengan Berita Acara",
    "bulan_dibuka": "Bulan terbuka lagi",
    "keputusan_diterapkan": "Keputusan rekonsiliasi diterapkan",
    "penerapan_batal": "Penerapan keputusan dibatalkan",
    "aturan_bukti": "Bukti kematian dan pindah ditetapkan",
    "konsep_diajukan": "Konsep surat diajukan untuk diparaf",
    "konsep_dikembalikan": "Konsep surat dikembalikan kepada pembuatnya",
    "konsep_dibatalkan": "Konsep surat dibatalkan",
    "paraf": "Konsep surat diparaf",
    "penduduk": "Didaftarkan dari data kependudukan",
    "peristiwa": "Peristiwa kependudukan dicatat",
    "peristiwa_cabut": "Peristiwa kependudukan dicabut",
    "peristiwa_berlaku": "Peristiwa kependudukan berlaku lagi",
    "henti": "Kepesertaan dan iuran dihentikan",
    "pulih": "Kepesertaan dipulihkan",
    "orang_digabung": "Dua catatan digabung menjadi satu",
    "gabung_batal": "Penggabungan catatan dibatalkan",
} | KINDS
FIELDS = LABELS | {
    "nik": "NIK",
    "nomor_peserta": "Nomor peserta",
    "keputusan": "Keputusan",
    "pembanding": "Pembanding yang dilihat",
    "panti_office_id": "Panti tujuan",
    "dikerjakan": "Dikerjakan oleh",
    "nomor": "Nomor surat",
    "konsep": "Nomor konsep",
    "jabatan": "Sebagai",
    "penanda_tangan": "Penanda tangan",
    "judul": "Yang dicetak",
    "pengiriman": "Pengiriman",
    "pencetak": "Pencetak",
    "salinan": "Salinan",
    "dicari": "Dicari",
    "hasil": "Hasil",
    "penerima": "Penerima",
    "bentuk": "Diberikan sebagai",
    "dasar": "Dasar",
    "peristiwa": "Peristiwa",
    "event_date": "Tanggal peristiwa",
    "dokumen": "Dokumen",
    "tujuan_pindah": "Tujuan pindah",
    "kepesertaan_berhenti": "Kepesertaan berhenti",
    "iuran_berhenti": "Iuran berhenti",
    "kepesertaan_pulih": "Kepesertaan berlaku lagi sejak",
    "digabung": "Catatan",
    "kepesertaan_ganda": "Kepesertaan ganda berakhir",
}
"""Fields that are shown; all others (ids, fingerprints, counts) say nothing to a clerk and are left out."""
NUMBERS = {"nik", "nik_claimed", "nomor_peserta"}
DAYS = {"birth_date", "found_at", "entered_on", "left_on", "event_date", "kepesertaan_berhenti", "iuran_berhenti"} | {
    "kepesertaan_pulih",
    "kepesertaan_ganda",
}
OTHER = "Kegiatan lain"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its label and both values in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the trail in words. ``status`` is «Dijangkau → Diserahkan ke panti» or empty."""

    at: datetime
    who: str
    what: str
    status: str
    reason: str
    changes: tuple[Change, ...]


def tell(row: TrailRow, offices: Mapping[int, str], zone: tzinfo | None) -> Told:
    """One line of the journal in words."""
    reason = (
        "" if row.action in KINDS and row.reason in FIELDS else row.reason
    )  # «nik» says nothing beyond «NIK dibuka»
    changes = _changes(row.fields, offices, zone)
    return Told(row.at.astimezone(zone), row.staff_name, _what(row.action), _status(row), reason, changes)


def _what(action: str) -> str:
    if action in ACTIONS:
        return ACTIONS[action]
    if action.startswith("surat:"):
        try:
            return f"Surat terbit: {letter_kind(action.removeprefix('surat:')).title}"
        except WrongDeclaration:
            return "Surat terbit"
    try:
        done = with_action(action).action(action).done
    except KeyError:
        return OTHER
    return done[:1].upper() + done[1:]


def _status(row: TrailRow) -> str:
    words = [_label(code) for code in (row.from_status, row.to_status) if code]
    return "  →  ".join(word for word in words if word)


def _label(code: str) -> str:
    try:
        return with_status(code).status(code).label
    except KeyError:
        return ""


def _changes(text: str, offices: Mapping[int, str], zone: tzinfo | None) -> tuple[Change, ...]:
    try:
        fields = json.loads(text or "{}")
    except ValueError:
        return ()
    if not isinstance(fields, dict):
        return ()
    made = []
    for name, values in fields.items():
        if name in FIELDS and isinstance(values, list) and len(values) == 2:
            before, after = (_value(name, value, offices, zone) for value in values)
            if before != after:
                made.append(Change(FIELDS[name], before, after))
    return tuple(made)


def _value(name: str, value: object, offices: Mapping[int, str], zone: tzinfo | None) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    text = str(value)
    if name in NUMBERS:
        return masked_nik(text)
    if name == "panti_office_id":
        return offices.get(int(text), NOTHING) if text.isdigit() else NOTHING
    if name == "sex":
        return sex_word(text)
    if name == "keputusan":
        return DECISIONS.get(text, text.replace("_", " "))
    if name in DAYS:
        return _when(text, zone)
    return text


def _when(text: str, zone: tzinfo | None) -> str:
    try:
        if len(text) <= 10:
            return day(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day(at.date())}, {moment(at.astimezone(zone) if at.tzinfo else at).split()[-1]}"
