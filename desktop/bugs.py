"""A bug of our own by its code and its places: what may be copied, sent and logged. Never its message or values: they may
name a person."""

from pathlib import Path


def bug_code(error: BaseException) -> str:
    """A short code, equal for the same bug at the same place: ``P-3F9A2C``."""
    import hashlib
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "?"
    digest = hashlib.sha256(f"{type(error).__name__}@{place}".encode()).hexdigest()
    return f"P-{digest[:6].upper()}"


def bug_places(error: BaseException) -> list[str]:
    """Where it went wrong, the innermost last: the end of the file's name, line, function."""
    import traceback

    return [
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def bug_details(error: BaseException) -> str:
    """What may be copied and sent: code, kind and places."""
    return "\n".join([f"Padan {bug_code(error)}", type(error).__name__, *(f"  {one}" for one in bug_places(error))])
