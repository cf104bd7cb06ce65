"""What a journal may know of a search: its kind, how long it was, a masked number. Never a name, never a full number."""


def masked_search(text: str) -> str:
    """«NIK 3173 •••• •••• 0012», «angka, 7 digit», «nama, 2 kata, 11 huruf», «nomor surat, 14 tanda»."""
    words = " ".join(text.split())
    digits = "".join(sign for sign in words if sign not in " .-")
    if digits.isascii() and digits.isdigit():
        if len(digits) == 16:
            return f"NIK {digits[:4]} •••• •••• {digits[-4:]}"
        return (
            f"nomor peserta, 13 digit, berakhir {digits[-4:]}" if len(digits) == 13 else f"angka, {len(digits)} digit"
        )
    if words[:2].upper() in {"W-", "P-"}:
        return f"nomor catatan, {len(words)} tanda"
    if "/" in words or any(sign.isdigit() for sign in words):
        return f"nomor surat, {len(words)} tanda"
    return f"nama, {len(words.split())} kata, {sum(sign.isalpha() for sign in words)} huruf"
