"""What a printer says about itself (RFC 8011, printer-state-reasons) in the words of a clerk, and what to do about it."""

from dataclasses import dataclass

REST = ("-error", "-warning", "-report")


@dataclass(frozen=True, slots=True)
class Said:
    """``words`` follow the printer's name («pencetak … kertasnya habis»); ``hinders``: nothing comes out until it is mended."""

    words: str
    remedy: str
    hinders: bool = True


_KNOWN = {
    "media-empty": Said("kertasnya habis", "Isi kertas, lalu cetak lagi."),
    "media-needed": Said("meminta kertas", "Isi kertas yang ukurannya sesuai, lalu cetak lagi."),
    "media-jam": Said("kertasnya macet", "Keluarkan kertas yang macet, lalu cetak lagi."),
    "input-tray-missing": Said("bakinya tidak terpasang", "Pasang baki kertas, lalu cetak lagi."),
    "output-area-full": Said("penampung hasilnya penuh", "Ambil hasil cetak, lalu cetak lagi."),
    "toner-empty": Said("tonernya habis", "Ganti toner, lalu cetak lagi."),
    "marker-supply-empty": Said("tintanya habis", "Ganti tinta atau pita, lalu cetak lagi."),
    "developer-empty": Said("tonernya habis", "Ganti toner, lalu cetak lagi."),
    "cover-open": Said("penutupnya terbuka", "Tutup pencetak, lalu cetak lagi."),
    "door-open": Said("pintunya terbuka", "Tutup pencetak, lalu cetak lagi."),
    "interlock-open": Said("penutupnya terbuka", "Tutup pencetak, lalu cetak lagi."),
    "offline": Said("mati atau tidak tersambung", "Nyalakan pencetak dan periksa kabel atau jaringannya."),
    "shutdown": Said("mati atau tidak tersambung", "Nyalakan pencetak dan periksa kabel atau jaringannya."),
    "timed-out": Said("tidak menjawab", "Nyalakan pencetak dan periksa kabel atau jaringannya."),
    "spool-area-full": Said("antreannya penuh", "Kosongkan ruang disk komputer cetak, lalu cetak lagi."),
    "media-low": Said("kertasnya hampir habis", "", False),
    "toner-low": Said("tonernya hampir habis", "", False),
    "marker-supply-low": Said("tintanya hampir habis", "", False),
    "developer-low": Said("tonernya hampir habis", "", False),
    "connecting-to-device": Said("sedang dihubungi", "", False),
}
_QUIET = {"none", "cups-ipp-missing-send-document", "cups-insecure-filter-warning", "cups-missing-filter-warning"}
STOPPED = Said(
    "antreannya dihentikan",
    "Periksa pencetaknya, lalu aktifkan lagi antreannya di pengaturan pencetak komputer, atau pilih pencetak lain.",
)
REJECTING = Said(
    "menolak pekerjaan baru",
    "Minta pengelola komputer membuka lagi antreannya, atau pilih pencetak lain.",
)
_OUTSIDE = {
    "unplugged or turned off": "mati atau tidak tersambung",
    "paused": "dijeda",
    "printer-state-reason-unknown": "",
    "reason unknown": "",
    "rejecting jobs": "",
}


def said(alerts: tuple[str, ...]) -> Said | None:
    """The weightiest of what a printer reports, ``None`` when it reports nothing a clerk must know."""
    known = [found for alert in alerts if (found := _one(alert)) is not None]
    return next((one for one in known if one.hinders), known[0] if known else None)


def _one(alert: str) -> Said | None:
    bare, severity = alert, ""
    for ending in REST:
        if alert.endswith(ending):
            bare, severity = alert.removesuffix(ending), ending
    if alert in _QUIET or bare in _QUIET or bare in {"paused", "moving-to-paused"} or severity == "-report":
        return None
    found = _KNOWN.get(bare)
    if found is None:
        found = Said(f"melaporkan “{bare}”", "Periksa pencetaknya, lalu cetak lagi.", severity == "-error")
    return Said(found.words, "", False) if severity == "-warning" or not found.hinders else found


def in_words(outside: str) -> str:
    """What the queue's keeper or the system wrote, Indonesian where it is known, else as it stands."""
    text = outside.strip()
    return _OUTSIDE.get(text.rstrip(".").lower(), text)
