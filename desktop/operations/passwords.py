"""Password hashes (Argon2id, RFC 9106 low-memory profile: a desk PC has 4 GB) and what a password must be."""

from desktop.sop.refusals import Refused

SHORTEST, LONGEST = 8, 200
WORK = (3, 65536, 2)
"""Rounds, KiB and lanes of Argon2id; written into every hash."""


def hash_password(password: str) -> str:
    """An encoded Argon2id hash with its own salt."""
    from argon2 import PasswordHasher

    rounds, memory, lanes = WORK
    return PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=lanes).hash(password)


def matches(encoded: str, password: str) -> bool:
    """Whether the password belongs to the hash; a damaged hash matches nothing."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(encoded, password)
    except (Argon2Error, InvalidHashError):
        return False


def check_password(password: str, username: str) -> None:
    """:raises Refused: for a password that is too short or too long, the user's own name, or one single character repeated."""
    if len(password) < SHORTEST:
        raise Refused(
            "weak_password", f"Kata sandi paling sedikit {SHORTEST} huruf atau angka. Tambahkan beberapa kata."
        )
    if len(password) > LONGEST:
        raise Refused("weak_password", f"Kata sandi paling banyak {LONGEST} huruf. Pendekkan.")
    if username.casefold() in password.casefold() or len(set(password)) < 4:
        raise Refused("weak_password", "Kata sandi terlalu mudah ditebak. Pakai beberapa kata yang tidak berhubungan.")
