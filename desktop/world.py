"""The world's troubles as sentences: what happened, what was kept, and whether trying again may help (DESIGN §7)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.errors import RecordRoomError

_SENTENCES = {
    "busy": "Basis data sedang sibuk. Tidak ada yang berubah. Coba lagi sebentar lagi.",
    "disk_full": "Penyimpanan basis data penuh. Tidak ada yang berubah. Kosongkan ruang, lalu coba lagi.",
    "unreachable": "Basis data tidak terjangkau. Isian Anda tetap ada. Periksa jaringan, lalu coba lagi.",
    "read_only": "Basis data tidak boleh ditulis dari akun ini. Tidak ada yang berubah. Hubungi administrator.",
    "damaged": "Berkas basis data rusak atau bukan milik Padan. Pulihkan dari cadangan terakhir.",
    "refused": "Basis data menolak sambungan. Periksa alamat dan akunnya bersama administrator.",
    "guard": "Basis data menolak perubahan ini karena tidak sesuai SOP. Tidak ada yang berubah. Muat ulang daftar.",
    "double": "Data yang sama baru saja disimpan meja lain. Tidak ada yang berubah. Muat ulang, lalu periksa.",
    "unfit": "Ada isian yang terlalu panjang atau tidak dapat disimpan. Tidak ada yang berubah. Perbaiki, lalu ulangi.",
    "walled": "Basis data tidak mengizinkan ini untuk akun Anda. Tidak ada yang berubah. Hubungi administrator kantor.",
    "untrusted": "Jati diri server basis data tidak dapat dipastikan, jadi sambungan tidak dibuka. Hubungi administrator.",
    "no_client": "Program pg_dump dan pg_restore belum terpasang di komputer ini. Pasang postgresql-client, lalu coba lagi.",
    "client_old": "Program pg_dump di komputer ini lebih lama daripada server. Pasang postgresql-client versi server.",
    "no_createdb": "Cadangan tidak dapat dicoba dibuka: akun ini tidak boleh membuat basis data. Beri hak CREATEDB, ulangi.",
    "wrong_key": "Kunci ini bukan kunci berkas kantor, atau berkasnya rusak. Pulihkan berkas kantor dan berkas .kunci dari"
    " cadangan yang sama.",
    "moved": "Kantor ini dipindahkan ke server, jadi berkas ini ditutup. Tidak ada yang berubah. Keluar, lalu masuk lagi.",
    "other": "Basis data gagal mengerjakan permintaan ini. Tidak ada yang berubah. Coba lagi.",
}


class WorldTrouble(Exception):
    """The world got in the way. Sending the same command again is safe: it carries its request id. ``unsure``: it may
    have been carried out, only the answer was lost."""

    retry = True

    def __init__(self, code: str, sentence: str, *, unsure: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.unsure = unsure


def world_trouble(error: "RecordRoomError") -> WorldTrouble:
    """The sentence for a database's trouble."""
    return WorldTrouble(f"db-{error.kind}", _SENTENCES[error.kind], unsure=error.unsure)
