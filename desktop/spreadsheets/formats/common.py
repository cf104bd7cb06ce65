"""Columns that many lists share, with the headings under which offices send them."""

from desktop.spreadsheets.list_layout import ListColumn

NUMBER_WORDS = (
    "PSNOKA; NOKAPST; NO KARTU; NOMOR KARTU; NO PESERTA; NOMOR PESERTA; PSNOKA BPJS; NO KARTU BPJS; NOMOR KARTU BPJS"
    "; NO KARTU BPJS KESEHATAN; NOMOR KARTU BPJS KESEHATAN; NO KARTU JKN; NOMOR KARTU JKN; NOMOR PESERTA JKN"
    "; NO PESERTA JKN; NO KIS; NOMOR KIS"
)
NIK_WORDS = (
    "NIK; NO NIK; NOMOR NIK; NOMOR INDUK KEPENDUDUKAN; NO KTP; NOMOR KTP; NIK KTP; NIK PESERTA; NIK KITAS KITAP"
    "; NIK PENDUDUK"
)
KK_WORDS = "NOKK; NO KK; NOMOR KK; KKNO; KK; NO KARTU KELUARGA; NOMOR KARTU KELUARGA"
NAME_WORDS = "NAMA; NAMA LENGKAP; NAMA PESERTA; NMPST; NAMAPST; NAMA PENDUDUK; NAMA LGKP; NAMA WARGA"
SEX_WORDS = "JENKEL; JENIS KELAMIN; KELAMIN; JK; L P; LP; JNS KELAMIN; JENIS KLMIN; JENIS KEL; GENDER; SEX"
BIRTH_WORDS = "TGLLHR; TANGGAL LAHIR; TGL LAHIR; TGL LHR; TANGGALLAHIR; TGLLAHIR; LAHIR"
PLACE_WORDS = "TEMPAT LAHIR; TMP LAHIR; TMPT LAHIR; TMPLHR; TEMPAT LHR; KOTA LAHIR"
ADDRESS_WORDS = "ALAMAT; ALAMAT TEMPAT TINGGAL; ALAMAT RUMAH; ALAMAT KTP; JALAN"
DISTRICT_WORDS = "NMKEC; KECAMATAN; NAMA KECAMATAN; KEC"
VILLAGE_WORDS = (
    "NMDESA; KELURAHAN; DESA; NAMA DESA; DESA KEL; DESA KELURAHAN; KEL DESA; KELURAHAN DESA; NAMA KELURAHAN; KEL"
)


def _column(field: str, heading: str, words: str, kind: str, **more: object) -> ListColumn:
    kept = "; ".join(word for word in (part.strip() for part in words.split(";")) if word != heading.upper())
    return ListColumn(field, heading, kept, kind, **more)  # type: ignore[arg-type]


def number(heading: str, **more: object) -> ListColumn:
    """The 13-digit participant number."""
    return _column("number", heading, NUMBER_WORDS, "number", width=18, **more)


def nik(heading: str = "NIK", **more: object) -> ListColumn:
    """The NIK."""
    return _column("nik", heading, NIK_WORDS, "nik", width=20, **more)


def kk(heading: str, **more: object) -> ListColumn:
    """The number of the family card."""
    return _column("kk", heading, KK_WORDS, "kk", width=20, **more)


def name(heading: str = "NAMA", **more: object) -> ListColumn:
    """The name as written."""
    return _column("name", heading, NAME_WORDS, "name", width=28, **more)


def sex(heading: str, **more: object) -> ListColumn:
    """The sex, by word, letter or 1/2."""
    return _column("sex", heading, SEX_WORDS, "sex", width=6, **more)


def birth(heading: str, **more: object) -> ListColumn:
    """The birth date."""
    return _column("birth_date", heading, BIRTH_WORDS, "birth", width=14, **more)


def birth_place(heading: str) -> ListColumn:
    """The place of birth."""
    return _column("birth_place", heading, PLACE_WORDS, "word", width=18)


def address(heading: str = "ALAMAT") -> ListColumn:
    """The street; RT and RW are put behind it."""
    return _column("address", heading, ADDRESS_WORDS, "text", width=34)


def neighbourhood(*, rt: str = "RT", rw: str = "RW") -> tuple[ListColumn, ListColumn]:
    """RT and RW, parts of the address."""
    return _column("rt", rt, "NO RT", "word", width=6), _column("rw", rw, "NO RW", "word", width=6)


def district(heading: str) -> ListColumn:
    """The kecamatan."""
    return _column("kecamatan", heading, DISTRICT_WORDS, "word", width=20)


def village(heading: str) -> ListColumn:
    """The kelurahan or desa."""
    return _column("kelurahan", heading, VILLAGE_WORDS, "word", width=20)
