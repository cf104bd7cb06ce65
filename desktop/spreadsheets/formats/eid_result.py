"""E-ID results from BPJS Kesehatan: the participant number of each approved person, matched by NIK."""

from dataclasses import dataclass
from datetime import date

from desktop.sop.findings import Finding
from desktop.sop.identity import check_nik, check_participant_number
from desktop.spreadsheets.columns import Column, Duplicates, Layout, Parsed, Values, text_parser


@dataclass(frozen=True, slots=True)
class EidRow:
    """One result: 16-digit NIK, 13-digit participant number (the E-ID), the name and first facility as BPJS wrote them."""

    nik: str
    participant_number: str
    name: str
    facility: str
    source_row: int


def _nik(value: object, today: date) -> Parsed:
    report = check_nik(value, today=today)
    if report.nik is None and not report.findings:
        what = "NIK kosong, sehingga hasil ini tidak dapat dicocokkan dengan orangnya."
        return None, (Finding("nik_kosong", "error", what, "Minta BPJS mengisi NIK, lalu impor lagi."),)
    # the register knows the NIK already: an old region code is nothing new here
    return report.nik, tuple(found for found in report.findings if found.severity == "error")


def _number(value: object, _today: date) -> Parsed:
    report = check_participant_number(value)
    if report.number is None and not report.findings:
        return None, (
            Finding("peserta_kosong", "error", "Nomor peserta kosong.", "Tunggu nomornya dari BPJS, lalu impor lagi."),
        )
    return report.number, report.findings


def _build(values: Values, source_row: int) -> EidRow:
    return EidRow(values["nik"], values["participant_number"], values["name"], values["facility"], source_row)


LAYOUT = Layout(
    code="eid_result",
    title="Hasil E-ID dari BPJS Kesehatan",
    columns=(
        Column("no", "NO", "NOMOR; NO URUT", width=5),
        Column(
            "participant_number",
            "NOMOR PESERTA",
            "PSNOKA; NOKAPST; NO KARTU; NOMOR KARTU; NO PESERTA; NOMOR PESERTA JKN; E ID; EID; NOMOR E ID; NO E ID"
            "; NO KARTU BPJS KESEHATAN; NO KARTU BPJS; NOMOR KARTU BPJS; NOMOR KARTU JKN; NO KARTU JKN; NO KARTU JKN KIS"
            "; NOMOR PESERTA JKN KIS",
            _number,
            required=True,
            text=True,
            width=18,
        ),
        Column(
            "nik",
            "NIK",
            "NO NIK; NOMOR NIK; NOMOR INDUK KEPENDUDUKAN; NO KTP; NIK KTP; NIK PESERTA; NOMOR KTP",
            _nik,
            required=True,
            text=True,
            width=20,
        ),
        Column("name", "NAMA", "NAMA PESERTA; NAMA LENGKAP; NMPST; NAMAPST", text_parser("Nama", 200), width=28),
        Column(
            "facility",
            "FASKES",
            "FASKES TINGKAT I; FASKES TK I; FASKES TINGKAT PERTAMA; FKTP; NMPPK; NAMA PPK; PPK; NAMA FASKES; NAMA FKTP"
            "; PUSKESMAS; FASKES 1; FASKES TK 1",
            text_parser("Faskes", 200),
            width=24,
        ),
    ),
    build=_build,
    duplicates=(
        Duplicates(
            "nik",
            "nik_ganda",
            "NIK ini juga ada di baris {rows}.",
            "Satu orang hanya punya satu nomor peserta: tanyakan kepada BPJS mana yang benar.",
            True,
            lambda values: values["nik"],
        ),
        Duplicates(
            "participant_number",
            "peserta_ganda",
            "Nomor peserta ini juga ada di baris {rows}.",
            "Satu nomor peserta hanya untuk satu orang: tanyakan kepada BPJS mana yang benar.",
            True,
            lambda values: values["participant_number"],
        ),
    ),
    solid=2,
    identity=("nik", "participant_number"),
)
