"""Password hashes (Argon2id, RFC 9106 low-memory profile: a desk PC has 4 GB) and what a password must be."""

from desktop.sop.refusals import Refused

SHORTEST, LONGEST = 8, 200


def hash_password(password: str) -> str:
    """An encoded Argon2id hash with its own salt."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=2).hash(password)


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
