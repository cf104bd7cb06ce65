"""The hand-over list of the public-order office: people found on the street, handed over to a Panti Sosial."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desktop.sop.births import Birth, parse_birth, parse_moment, parse_sex
from desktop.sop.dates import is_unknown
from desktop.sop.findings import Finding
from desktop.sop.identity import check_nik
from desktop.sop.names import PersonName, check_name, name_tokens, split_alias
from desktop.sop.ppks import CATEGORIES
from desktop.spreadsheets.columns import (
    Column,
    Duplicates,
    Layout,
    Parsed,
    Parser,
    RowFinding,
    Values,
    cell_text,
    text_parser,
)

_PLACE_TEXT = text_parser("Tempat lahir", 100)
_RECORD_CODES = frozenset({"nik_lahir_beda", "nik_kelamin_beda", "nik_mungkin_kk"})


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One person as handed over. `found_at` is local wall time; `source_row` the 1-based line of the sender's file.

    `nameless` people have an empty `name`; `birth_date` of an estimate is 1 July (see `sop.births`), `birth_text` is
    what the sender wrote. `nik` is clean or None. `sex` is "L" or "P".
    """

    source_row: int
    name: str
    alias: str
    nameless: bool
    sex: str
    birth_place: str
    birth_date: date | None
    birth_estimated: bool
    birth_text: str
    category: str
    found_place: str
    found_at: datetime | None
    condition: str
    nik: str | None
    belongings: str
    note: str


def _name(value: object, _today: date) -> Parsed:
    raw = value if isinstance(value, str) else cell_text(value)
    person = split_alias(raw)
    findings = [] if person.nameless else list(check_name(person.name))
    if person.alias:
        findings += check_name(person.alias, label="Alias")
    findings += [found for found in check_name(raw) if found.code == "nama_tersembunyi"]
    return person, tuple(findings)


def _alias(value: object, _today: date) -> Parsed:
    text = cell_text(value)
    return ("", ()) if text in ("", "-") else (text, check_name(text, label="Alias"))


def _birth(value: object, today: date) -> Parsed:
    birth = parse_birth(value, today=today)
    return birth, birth.findings


def _birth_place(value: object, today: date) -> Parsed:
    text, findings = _PLACE_TEXT(value, today)
    # "tidak tahu" on a list is no place to print on a card
    return ("" if text and is_unknown(text.casefold()) else text), findings


def _sex(value: object, _today: date) -> Parsed:
    sex = parse_sex(value)
    if sex:
        return sex, ()
    empty = cell_text(value) in ("", "-")
    what = "Jenis kelamin kosong." if empty else "Jenis kelamin tidak dimengerti."
    code = "kelamin_kosong" if empty else "kelamin_tak_terbaca"
    return None, (Finding(code, "error", what, "Isi L untuk laki-laki atau P untuk perempuan."),)


def _moment(value: object, today: date) -> Parsed:
    moment = parse_moment(value, today=today)
    if moment.at is None and not moment.findings:
        return None, (_empty("waktu_kosong", "Waktu ditemukan"),)
    return moment.at, moment.findings


def _nik(value: object, today: date) -> Parsed:
    report = check_nik(value, today=today)
    return report.nik, report.findings


def _wanted_text(label: str, code: str, longest: int) -> Parser:
    """Free text that ought to be there: empty is a warning."""
    clean = text_parser(label, longest)

    def parse(value: object, today: date) -> Parsed:
        text, findings = clean(value, today)
        return text, findings if text or findings else (_empty(code, label),)

    return parse


def _empty(code: str, label: str) -> Finding:
    return Finding(code, "warning", f"{label} kosong.", "Orangnya tetap masuk; lengkapi sebelum diserahkan.")


def _check(values: Values, today: date) -> Iterator[RowFinding]:
    birth: Birth = values["birth"]
    if not values["nik"]:
        return
    report = check_nik(
        values["nik"], birth_date=birth.date, sex=values["sex"], today=today, birth_estimated=birth.estimated
    )
    for finding in report.findings:
        if finding.code in _RECORD_CODES:
            yield RowFinding("nik", finding)


def _build(values: Values, source_row: int) -> HandoverRow:
    person: PersonName = values["name"]
    birth: Birth = values["birth"]
    return HandoverRow(
        source_row=source_row,
        name=person.name,
        alias=person.alias or values["alias"],
        nameless=person.nameless,
        sex=values["sex"],
        birth_place=values["birth_place"],
        birth_date=birth.date,
        birth_estimated=birth.estimated,
        birth_text=birth.text,
        category=values["category"],
        found_place=values["found_place"],
        found_at=values["found_at"],
        condition=values["condition"],
        nik=values["nik"],
        belongings=values["belongings"],
        note=values["note"],
    )


def _same_person(values: Values) -> object | None:
    """Name or alias, sex, birth and place; without a birth also the moment, for namesakes are many."""
    person: PersonName = values["name"]
    birth: Birth = values["birth"]
    words = name_tokens(person.name) or name_tokens(person.alias)
    if not words or not values["found_place"]:
        return None
    moment = values["found_at"] if birth.date is None or person.nameless else None
    return (tuple(sorted(words)), values["sex"], birth.date, birth.age, values["found_place"].casefold(), moment)


LAYOUT = Layout(
    code="wbs_handover",
    title="Daftar WBS hasil penjangkauan",
    columns=(
        Column("no", "NO", "NOMOR; NO URUT; NOMOR URUT", width=5),
        Column(
            "name",
            "NAMA / ALIAS",
            "NAMA; NAMA LENGKAP; NAMA WBS; NAMA PMKS; NAMA PPKS; NAMA DAN ALIAS",
            _name,
            required=True,
            width=28,
        ),
        Column("alias", "ALIAS", "NAMA PANGGILAN; PANGGILAN; DIPANGGIL", _alias, width=18),
        Column(
            "sex",
            "L/P",
            "JK; JENIS KELAMIN; KELAMIN; JENKEL; JNS KELAMIN; JENIS KEL; GENDER",
            _sex,
            required=True,
            width=6,
            choices=("L", "P"),
        ),
        Column(
            "birth_place",
            "TEMPAT LAHIR",
            "TMP LAHIR; TMPT LAHIR; TEMPAT LHR",
            _birth_place,
            width=18,
        ),
        Column(
            "birth",
            "TGL LAHIR / UMUR",
            "TANGGAL LAHIR; TGL LAHIR; TGLLHR; TGL LHR; UMUR; USIA; TANGGAL LAHIR UMUR; TGL LAHIR USIA"
            "; TANGGAL LAHIR USIA; LAHIR; UMUR TGL LAHIR",
            _birth,
            width=18,
        ),
        Column(
            "category",
            "KATEGORI PPKS",
            "KATEGORI; JENIS PPKS; PPKS; KATEGORI PMKS; JENIS PMKS; PMKS",
            _wanted_text("Kategori PPKS", "kategori_kosong", 120),
            width=26,
            choices=CATEGORIES,
            others=True,
        ),
        Column(
            "found_place",
            "LOKASI DITEMUKAN",
            "LOKASI; TEMPAT DITEMUKAN; LOKASI PENJANGKAUAN; TEMPAT PENJANGKAUAN; TKP; LOKASI TEMUAN",
            _wanted_text("Lokasi ditemukan", "lokasi_kosong", 250),
            required=True,
            width=30,
        ),
        Column(
            "found_at",
            "TGL & JAM",
            "TANGGAL DAN JAM; TANGGAL JAM; TGL DAN JAM; TANGGAL DITEMUKAN; TGL DITEMUKAN; WAKTU DITEMUKAN; WAKTU"
            "; TGL JAM DITEMUKAN; TANGGAL PENJANGKAUAN; TGL PENJANGKAUAN",
            _moment,
            width=18,
        ),
        Column(
            "condition",
            "KONDISI",
            "KONDISI FISIK; KEADAAN; KONDISI KESEHATAN; KONDISI WBS",
            text_parser("Kondisi", 500),
            width=24,
        ),
        Column(
            "nik",
            "NIK (BILA ADA)",
            "NIK; NO NIK; NOMOR NIK; NOMOR INDUK KEPENDUDUKAN; NO KTP; NIK KTP; NO INDUK KEPENDUDUKAN",
            _nik,
            text=True,
            width=20,
        ),
        Column(
            "belongings",
            "BARANG BAWAAN",
            "BARANG; BAWAAN; BARANG MILIK",
            text_parser("Barang bawaan", 500),
            width=24,
        ),
        Column("note", "KET", "KETERANGAN; CATATAN", text_parser("Keterangan", 1000), width=24),
    ),
    build=_build,
    check=_check,
    duplicates=(
        Duplicates(
            "nik",
            "nik_ganda",
            "NIK ini juga ada di baris {rows}.",
            "Satu NIK hanya untuk satu orang: cocokkan dengan KTP, betulkan yang salah.",
            True,
            lambda values: values["nik"],
        ),
        Duplicates(
            "name",
            "orang_sama",
            "Mungkin orang yang sama dengan baris {rows}.",
            "Keduanya tetap masuk; bandingkan, hapus salah satu bila memang orang yang sama.",
            False,
            _same_person,
        ),
    ),
)
