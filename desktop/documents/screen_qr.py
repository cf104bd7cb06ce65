"""A QR code for the screen: rows of modules, drawn by whoever shows it."""


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code with medium correction, True for dark; without the quiet zone around it."""
    import segno

    return tuple(tuple(bool(module) for module in row) for row in segno.make_qr(text, error="m").matrix)
