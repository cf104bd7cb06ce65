"""What the first-start wizard asks: plain facts and the sentences that refuse them. No Qt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

KINDS = (
    ("satpol_pp", "Satpol PP"),
    ("panti", "Panti Sosial"),
    ("dinsos", "Dinas Sosial"),
    ("dukcapil", "Dinas Dukcapil"),
    ("dinkes", "Dinas Kesehatan"),
    ("bpjs", "BPJS Kesehatan"),
)
SHORTEST_PASSWORD = 8
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(,[A-Za-z0-9._-]{1,253})*")


@dataclass(frozen=True, slots=True)
class FirstStart:
    """The clerk's choice. ``baru``: a new single office with its first administrator; ``gabung``: a shared database
    (``url`` without user and password, which stand apart); ``latihan``: the practice office, nothing else filled."""

    kind: Literal["baru", "gabung", "latihan"]
    office_name: str = ""
    office_kind: str = ""
    region: str = ""
    name: str = ""
    position: str = ""
    nip: str = ""
    username: str = ""
    password: str = ""
    url: str = ""


def problems_of_new(values: Mapping[str, Any]) -> dict[str, str]:
    """Sentences by field for a new office; empty when all is well."""
    wrong: dict[str, str] = {}
    asked = {
        "office_name": "Tulis nama kantor, seperti pada kop surat.",
        "office_kind": "Pilih jenis kantor.",
        "region": "Tulis kota atau kabupaten kantor ini.",
        "name": "Tulis nama lengkap pengelola.",
        "position": "Tulis jabatan pengelola.",
    }
    wrong.update({field: words for field, words in asked.items() if not values.get(field)})
    nip = "".join(str(values.get("nip") or "").split())
    if nip and not (nip.isascii() and nip.isdigit() and len(nip) == 18):
        wrong["nip"] = "NIP terdiri atas 18 angka. Periksa kembali, atau kosongkan."
    if not USERNAME.fullmatch(str(values.get("username") or "")):
        wrong["username"] = "Pakai 3 sampai 32 huruf kecil atau angka tanpa spasi, dimulai dengan huruf."
    secret = str(values.get("password") or "")
    if len(secret) < SHORTEST_PASSWORD:
        wrong["password"] = f"Kata sandi sedikitnya {SHORTEST_PASSWORD} huruf. Tambah beberapa kata."
    elif secret != values.get("again"):
        wrong["again"] = "Kedua kata sandi belum sama. Ketik ulang."
    return wrong


def problems_of_joining(values: Mapping[str, Any]) -> dict[str, str]:
    """Sentences by field for joining a shared database."""
    wrong: dict[str, str] = {}
    if not HOST.fullmatch(str(values.get("host") or "")):
        wrong["host"] = "Tulis nama atau alamat server, misalnya padan.contoh.go.id."
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,63}", str(values.get("database") or "")):
        wrong["database"] = "Tulis nama basis data tanpa spasi."
    asked = {"username": "Tulis nama pengguna dari pengelola basis data.", "password": "Tulis kata sandi Anda."}
    wrong.update({field: words for field, words in asked.items() if not values.get(field)})
    return wrong


def new_office(values: Mapping[str, Any]) -> FirstStart:
    """The facts of a new office from checked values."""
    fields = ("office_name", "office_kind", "region", "name", "position", "username", "password")
    return FirstStart("baru", nip="".join(str(values.get("nip") or "").split()), **{f: values[f] for f in fields})


def joined(values: Mapping[str, Any]) -> FirstStart:
    """The facts for joining from checked values; ``url`` carries no secret."""
    port = int(values.get("port") or 5432)
    hosts = ",".join(f"{host}:{port}" for host in values["host"].split(","))
    url = f"postgresql://{hosts}/{values['database']}"
    return FirstStart("gabung", url=url, username=values["username"], password=values["password"])
