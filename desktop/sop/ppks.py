"""Kinds of people in need of social welfare (PPKS), as offices name them."""

CATEGORIES = (
    "Gelandangan",
    "Pengemis",
    "Pemulung",
    "Orang terlantar",
    "Lanjut usia terlantar",
    "Anak jalanan",
    "Anak terlantar",
    "Balita terlantar",
    "Disabilitas mental (psikotik)",
    "Penyandang disabilitas terlantar",
    "Tuna susila",
    "Korban tindak kekerasan",
    "Pekerja migran bermasalah sosial",
    "Bekas warga binaan pemasyarakatan",
)
"""The usual PPKS categories (Permensos 5/2019, annex); others may be typed."""
