"""What may prove a death or a move-out. The regulation asks for the document (Ps 5); an office says what shows it."""

PROOFS = {
    "salah_satu": "Nomor dokumen atau pindaiannya",
    "nomor": "Nomor dokumen selalu diisi",
    "pindaian": "Pindaian dokumen selalu dilampirkan",
}
"""Value of the setting ``event_document`` → what is asked for."""
