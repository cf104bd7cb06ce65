"""The merge fields a template may use, and the little markup of its texts: `{field}` and `**bold**`.

Markup is read from the template before any value is filled in, so a value is always printed as it is.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from desktop.documents.errors import TemplateError, Unprintable
from desktop.documents.facts import LetterFacts
from desktop.documents.words import (
    date_digits,
    date_in_words,
    date_text,
    day_name,
    in_title_case,
    month_name,
    terbilang,
)

# Filled in by the one who issues the letter: name → what it means (shown to whoever writes a template).
SUPPLIED: Mapping[str, str] = {
    "panti": "nama panti sosial tempat WBS dibina",
    "kantor_asal": "kantor yang menerbitkan surat ini",
    "kantor_tujuan": "kantor yang menerima surat ini",
    "nomor_rujukan": "nomor surat atau berita acara yang dijawab",
    "tanggal_rujukan": "tanggal surat atau berita acara yang dijawab, misalnya 12 Maret 2026",
    "tempat_serah_terima": "tempat serah terima",
    "keterangan": "catatan tambahan",
    "bulan_rekonsiliasi": "bulan yang direkonsiliasi, misalnya Oktober 2026",
    "segmen": "segmen kepesertaan",
    "peserta_kita": "banyaknya peserta menurut daftar pemerintah daerah",
    "baris_tagihan": "banyaknya baris tagihan BPJS Kesehatan",
    "nilai_tagihan": "nilai yang ditagih, misalnya Rp37.800.000",
    "nilai_disepakati": "nilai tagihan setelah rekonsiliasi",
    "nilai_sengketa": "nilai yang masih disengketakan",
    "nilai_bocor": "nilai yang telanjur dibayar untuk bulan-bulan sebelumnya",
    "rincian_anggaran": "nilai yang disepakati menurut mata anggaran, kosong bila hanya satu",
    "rincian_bocor": "nilai yang telanjur dibayar menurut mata anggaran, kosong bila hanya satu atau tarifnya berubah",
    "banyak_temuan": "banyaknya temuan",
}
# Known from the facts themselves.
DERIVED: Mapping[str, str] = {
    "nomor": "nomor surat ini",
    "tempat": "tempat surat ini dibuat",
    "tanggal": "tanggal surat ini, misalnya 1 Desember 2026",
    "tanggal_angka": "tanggal surat ini, misalnya 1-12-2026",
    "hari": "nama hari",
    "tanggal_kata": "tanggal dengan huruf",
    "bulan": "nama bulan",
    "tahun": "tahun, misalnya 2026",
    "tahun_kata": "tahun dengan huruf",
    "tanggal_terbilang": "seluruh tanggal dengan huruf, misalnya dua puluh tiga November dua ribu dua puluh enam",
    "jabatan": "jabatan penanda tangan, atau jabatan yang diatasnamakan",
    "jumlah": "banyaknya orang dalam daftar",
    "jumlah_terbilang": "banyaknya orang dengan huruf",
    "rincian_jenis_kelamin": "banyaknya laki-laki dan perempuan dalam daftar",
    "uraian_jenis_kelamin": "rincian itu sebagai anak kalimat, misalnya terdiri atas 2 laki-laki dan 4 perempuan",
}
# What a list may show of a person, or of a kind of finding: key of the column → what stands in it.
COLUMNS: Mapping[str, str] = {
    "no": "nomor urut",
    "nama": "nama, atau sebutan bila namanya belum diketahui",
    "jk": "L atau P",
    "lahir": "tempat dan tanggal lahir",
    "kategori": "kategori PPKS",
    "lokasi": "lokasi dan tanggal penjangkauan",
    "kondisi": "kondisi saat dijangkau",
    "nik": "NIK, kosong bila belum ada",
    "keterangan": "nomor registrasi",
    "tempat_lahir": "tempat lahir",
    "tanggal_lahir": "tanggal lahir, misalnya 14-02-1998",
    "alamat": "alamat",
    "kelurahan": "kelurahan",
    "kecamatan": "kecamatan",
    "nomor_kis": "nomor peserta KIS",
    "jenis_kis": "KIS Kota, KIS Provinsi, atau KIS Nasional",
    "peristiwa": "meninggal atau pindah, tanggal, dan dokumennya",
    "temuan": "jenis temuan rekonsiliasi",
    "banyak": "banyaknya temuan sejenis",
    "nilai": "nilai temuan sejenis dalam rupiah",
    "keputusan": "apa yang disepakati tentang temuan itu",
}
KNOWN = frozenset(SUPPLIED) | frozenset(DERIVED)
_MARKUP = re.compile(r"(\*\*|\{[^{}]*\})")


class Piece(NamedTuple):
    """A stretch of a template text: `text` is literal, or the name of a field when `field`."""

    text: str
    bold: bool
    field: bool


def parse(text: str, file: str, key: str) -> tuple[Piece, ...]:
    """The pieces of a template text.

    Raises TemplateError for a field nobody knows, a lone brace or an odd number of `**`.
    """
    pieces: list[Piece] = []
    bold = False
    for part in _MARKUP.split(text):
        if part == "**":
            bold = not bold
        elif part.startswith("{") and part.endswith("}"):
            pieces.append(Piece(_known(part[1:-1], file, key), bold, True))
        elif "{" in part or "}" in part:
            raise _wrong(file, key, "kurung kurawal tidak berpasangan.", "Tulis isian sebagai {nama_isian}.")
        elif part:
            pieces.append(Piece(part, bold, False))
    if bold:
        raise _wrong(file, key, "tanda ** tidak berpasangan.", "Tutup huruf tebal dengan ** yang kedua.")
    return tuple(pieces)


def _wrong(file: str, key: str, problem: str, remedy: str) -> TemplateError:
    return TemplateError(file, key, problem, remedy)


def _known(name: str, file: str, key: str) -> str:
    if name in KNOWN:
        return name
    close = difflib.get_close_matches(name, KNOWN, n=1)
    hint = f"Mungkin maksudnya {{{close[0]}}}. " if close else ""
    listed = ", ".join(sorted(KNOWN))
    raise _wrong(file, key, f"isian {{{name}}} tidak dikenal.", f"{hint}Pakai salah satu isian ini: {listed}.")


def field_names(pieces: tuple[Piece, ...]) -> frozenset[str]:
    """Names of the fields among the pieces."""
    return frozenset(piece.text for piece in pieces if piece.field)


def values(facts: LetterFacts) -> dict[str, str]:
    """Every field of the letter with its value, derived ones included.

    Raises Unprintable when a count given by hand disagrees with the list.
    """
    people = len(_persons(facts))
    day = facts.date
    derived = {
        "nomor": facts.number,
        "tempat": facts.place,
        "tanggal": date_text(day),
        "tanggal_angka": date_digits(day),
        "hari": day_name(day),
        "tanggal_kata": in_title_case(terbilang(day.day)),
        "bulan": month_name(day),
        "tahun": str(day.year),
        "tahun_kata": in_title_case(terbilang(day.year)),
        "tanggal_terbilang": date_in_words(day),
        "jabatan": _author(facts),
        "jumlah": str(people),
        "jumlah_terbilang": terbilang(people),
        "rincian_jenis_kelamin": _sexes(facts),
        "uraian_jenis_kelamin": _sexes_said(facts),
    }
    given = facts.fields.get("jumlah", "").strip()
    if given and given != derived["jumlah"]:
        raise Unprintable(
            f"Surat menyebut {given} orang, tetapi daftarnya memuat {people} nama. "
            "Samakan daftar dan jumlahnya, lalu buat surat lagi."
        )
    return {**facts.fields, **derived}


def _persons(facts: LetterFacts) -> list[Mapping[str, str]]:
    """Everybody once: further rows about the same person (another number to be stopped) bear the same running number."""
    return list({row.get("no") or f"baris {at}": row for at, row in enumerate(facts.rows)}.values())


def _author(facts: LetterFacts) -> str:
    """Whose letter it is: one signed on behalf of somebody is that one's letter."""
    return facts.signer.on_behalf.removeprefix("a.n.").strip() or facts.signer.position


def _sexes_said(facts: LetterFacts) -> str:
    """ "terdiri atas 2 laki-laki dan 4 perempuan"; one person, or one sex alone, is not a sum."""
    found = {row.get("jk", "").strip().upper() for row in _persons(facts)}
    name = {"L": "laki-laki", "P": "perempuan"}.get(next(iter(found), "")) if len(found) == 1 else None
    if name is None:
        return f"terdiri atas {_sexes(facts)}"
    return f"yaitu seorang {name}" if len(_persons(facts)) == 1 else f"seluruhnya {name}"


def _sexes(facts: LetterFacts) -> str:
    """ "2 laki-laki dan 4 perempuan"; nobody is left out of the sum."""
    people = _persons(facts)
    found = Counter(row.get("jk", "").strip().upper() for row in people)
    counts = {"laki-laki": found["L"], "perempuan": found["P"]}
    counts["belum diketahui jenis kelaminnya"] = len(people) - found["L"] - found["P"]
    parts = [f"{count} {name}" for name, count in counts.items() if count]
    return ", ".join(parts[:-1]) + (" dan " if len(parts) > 1 else "") + parts[-1] if parts else "0 orang"
