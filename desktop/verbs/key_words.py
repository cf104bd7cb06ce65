"""What verbs say about keys: the recovery key and temporary passwords, each told once."""

from desktop.reseal import Resealed


def recovery_words(recovery_key: str) -> str:
    """The recovery key with what to do with it."""
    return (
        f"KUNCI PEMULIHAN: {recovery_key}\n"
        "Tulis atau cetak sekarang, lalu simpan di luar komputer ini. Kunci ini tidak ditampilkan lagi. Tanpa kunci ini,"
        " kantor tidak dapat dibuka bila semua administrator lupa kata sandinya."
    )


def resealed_words(made: Resealed) -> str:
    """The same, with everybody's temporary password."""
    lines = [f"{one.username:16} {one.password}   ({one.name})" for one in made.passwords]
    if lines:
        lines.insert(0, "KATA SANDI SEMENTARA, diganti saat masuk; sampaikan langsung kepada orangnya:")
    return "\n".join([recovery_words(made.recovery_key), *lines])


def resealed_data(made: Resealed) -> dict[str, object]:
    """The same for ``--json``."""
    passwords = {one.username: one.password for one in made.passwords}
    return {"done": True, "recovery_key": made.recovery_key, "temporary_passwords": passwords}
