"""Large lists made on the spot: the headings as offices deliver them, and invented people to fill them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from desktop.spreadsheets.register import ListFile, open_list

from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.write_fast import Line, OutColumn, write_list

TODAY = date(2026, 11, 28)
HEADINGS = {
    "siak_penduduk": "Nomor KK,NIK,Nama Penduduk,Status,Tempat Lahir,Tanggal Lahir,Kelamin,NIK Ayah,Ayah,NIK Ibu,Ibu,"
    "Status Kawin,SHDK,Agama,Kecamatan,Desa/Kel,Alamat,RW,RT,Pendidikan,Pekerjaan,Deskripsi Pekerjaan,Gol. Darah,Cacat,"
    "Cetak KTP,Ganti KTP,KTP Berakhir,Nomor Paspor,Nomor Akta Lahir,Nomor Akta Kawin,Tanggal Kwn,Nomor Akta Cerai,"
    "Tgl Cerai,Petugas Registrasi,Tgl Ubah,Petugas Entri,Tgl Entri",
    "siak_kematian": "NIK,NAMA,TANGGAL MENINGGAL,NO AKTA KEMATIAN",
    "siak_pindah": "NIK,NAMA,TGL PINDAH,NOMOR SKPWNI,ALAMAT TUJUAN",
    "pbi_bnba": "id,iddtks,provinsi,kota,kecamatan,kelurahan,rt,rw,dusun,alamat,noka_bpjs,psnoka_bpjs,nama,tanggal_lahir,"
    "tempat_lahir,jenis_kelamin,nik,nokk,hub_keluarga,nama_ibu_kandung,keterangan",
    "pbi_apbd": "PSNOKA,NIK,NAMA,SEGMEN,BULAN,TAHUN",
    "bpjs_rekon": "PSNOKA,NOKA,NAMA,JENKEL,TGLLHR,NIK,KKNO,PISAT,KDSTAWIN,NOPPK,NMPPK,ALAMAT,NAMADATI2,NMKEC,NMDESA,STATUS",
    "bpjs_tagihan": "PSNOKA,NOKA,NIK,TGLLHR,BLNTAG,BULAN,BANTUAN_IURAN_PUSAT,KDJNSPESERTA,KETJNSPESERTA",
    "siksng_usulan": "NIK,PROGRAM BANSOS,NOKK,NAMA,TEMPAT LAHIR,TANGGAL LAHIR,IBU KANDUNG,JENIS KELAMIN,JENIS PEKERJAAN,"
    "STATUS KAWIN,ALAMAT,RT,RW,PROVINSI,KABUPATEN,KECAMATAN,KELURAHAN,STATUS DISABILITAS,KODE JENIS DISABILITAS,"
    "STATUS HAMIL,TGL MULAI HAMIL",
    "edabu_mutasi": "No,No Kartu BPJS Kesehatan,Jenis Mutasi,Tgl Aktif Berlaku Mutasi,No KK,NIK/KITAS/KITAP,Nama Lengkap,"
    "PISA / Kode HubKel,Tempat Lahir,Tgl Lahir,Jenis Kelamin,Status Kawin,Alamat Tempat Tinggal,RT,RW,Kode Pos,"
    "Kode Kecamatan,Nama Kecamatan,Kode Desa,Nama Desa,Kode Faskes Tk. I,Nama Faskes Tk. I,Kode Faskes Dokter Gigi,"
    "Nama Faskes Dokter Gigi,Nomor Telepon Peserta,Email,NIP / Nomor Pegawai,Jabatan,Status (pegawai),Kelas Rawat,"
    "TMT Kerja,Gaji Pokok + Tunjangan Tetap,Kewarganegaraan,No. Kartu Asuransi,Nama Asuransi,No. NPWP,No Passport",
}


def nik(number: int, born: date = date(1979, 1, 22), sex: str = "P") -> str:
    """An invented NIK; another region for each hundred."""
    regions = ("317501", "317502", "317503", "317504", "317505", "317506", "317507", "317508", "317509", "317510")
    day = born.day + (40 if sex == "P" else 0)
    return f"{regions[number // 100]}{day:02d}{born:%m%y}99{number % 100:02d}"


def number(at: int) -> str:
    """An invented participant number."""
    return f"{1234000 + at:013d}"


def facts(at: int, **changed: Any) -> dict[str, Any]:
    """What an ordinary line says, under names of our own."""
    made: dict[str, Any] = {
        "nik": nik(at),
        "number": number(at),
        "family_number": number(at - at % 4),
        "kk": f"31750101012099{at % 100:02d}",
        "name": f"SITI {'ABCDEFGHIJ'[at % 10]} AMINAH",
        "sex": "P",
        "birth_date": "22-01-1979",
        "birth_place": "BREBES",
        "address": f"JL MERDEKA {at}",
        "rt": "003",
        "rw": "010",
        "kelurahan": "KEBON MANGGIS",
        "kecamatan": "MATRAMAN",
        "relation": "1",
        "marital": "2",
        "facility_code": "09010101",
        "facility": "PUSKESMAS MATRAMAN",
        "segment": "PBI APBD",
        "segment_code": "22",
        "status": "0",
        "period": "202611",
        "month": "November",
        "year": "2026",
        "amount": "37800",
        "document": f"AK-{at}",
        "event_date": "14-11-2026",
        "effective_date": "01-12-2026",
        "destination": "KOTA BEKASI",
        "id_dtks": f"ID{at}",
        "note": "",
        "mutation": "5",
    }
    return {**made, **changed}


def lines_of(code: str, people: Sequence[dict[str, Any]], headings: str = "") -> list[list[Any]]:
    """A header and its lines in the layout's order; columns that we do not read say something too."""
    from desktop.spreadsheets.list_header import best_header
    from desktop.spreadsheets.list_registry import list_layout

    names = (headings or HEADINGS[code]).split(",")
    found = best_header([names], (list_layout(code),))
    assert found is not None
    by_place = {place: field for field, place in found.header.fields.items()}
    return [names, *([one[by_place[at]] if at in by_place else "x" for at in range(len(names))] for one in people)]


def write_text(
    path: Path, lines: Sequence[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n"
) -> Path:
    """The lines as .csv."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(
        [[cell_text(c) for c in line] for line in lines]
    )
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_book(path: Path, lines: Sequence[Sequence[Any]], *, above: Sequence[Sequence[str]] = ()) -> Path:
    """The lines as .xlsx, the first as header."""
    width = max(map(len, lines))
    dates = {at for line in lines[1:] for at, cell in enumerate(line) if isinstance(cell, date)}
    numbers = {at for line in lines[1:] for at, cell in enumerate(line) if isinstance(cell, int | float)}
    columns = [
        OutColumn(str(at), str(text), kind="date" if at in dates else "number" if at in numbers else "text")
        for at, text in enumerate(lines[0])
    ]
    rows = [[*line, *[None] * (width - len(line))] for line in lines[1:]]
    write_list(path, columns=columns, rows=rows, above=[Line(tuple(cells)) for cells in above])
    return path


def read_all(path: Path, **more: Any) -> tuple[ListFile, list[dict[str, Any]]]:
    """The list and all its rows by field."""
    opened = open_list(path, today=TODAY, **more)
    names = ("row", *opened.fields)
    return opened, [dict(zip(names, row, strict=True)) for chunk in opened.chunks() for row in chunk]
