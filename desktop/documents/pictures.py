"""Photos and emblems: whatever a camera, scanner or telephone saved becomes one small upright picture."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from desktop.documents.errors import BadPicture

MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 120_000_000
LEAST_SIDE = 40
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
_HOW = "Simpan ulang sebagai JPEG atau PNG, lalu coba lagi."
_lock = threading.Lock()
T = TypeVar("T")


def normalise_photo(data: bytes, *, longest: int = 900) -> bytes:
    """Any real JPEG, PNG, WebP or BMP as an upright RGB JPEG without its hidden data, longest side ≤ `longest`.

    Raises BadPicture with a sentence.
    """
    return _guarded(data, "Foto", lambda image: _photo(image, longest))


def normalise_emblem(data: bytes, *, longest: int = 600) -> tuple[bytes, int, int]:
    """An emblem on white as PNG bytes with its width and height in pixels. Raises BadPicture with a sentence."""
    return _guarded(data, "Lambang", lambda image: _emblem(image, longest))


def is_plain_photo(data: bytes) -> bool:
    """Whether these bytes are already what `normalise_photo` gives (judged by the head, nothing is decoded)."""
    from PIL import Image

    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        return False
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            return (
                image.format == "JPEG" and image.mode == "RGB" and max(image.size) <= 1200 and "exif" not in image.info
            )
    except Exception:
        return False


def _guarded(data: bytes, what: str, work: Callable[[Any], T]) -> T:
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise BadPicture(f"{what} kosong (0 bita). Pilih berkas gambar yang lain.")
    if len(data) > MOST_BYTES:
        size = len(data) / 1024 / 1024
        raise BadPicture(
            f"{what} terlalu besar ({size:.0f} MB, paling besar 40 MB). Perkecil gambarnya, lalu coba lagi."
        )
    # Pillow reports damage through the global warnings machinery, which is not thread-safe before Python 3.14.
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _check_size(image.size, what)
                return work(image)
        except BadPicture:
            raise
        except UnidentifiedImageError:
            raise BadPicture(f"{what} ini bukan gambar yang dikenal. {_HOW}") from None
        except Image.DecompressionBombError:
            raise BadPicture(f"{what} terlalu banyak titiknya. Perkecil gambarnya, lalu coba lagi.") from None
        except Exception:  # a damaged file may raise anything: struct.error, SyntaxError, OSError, ValueError …
            raise BadPicture(f"{what} rusak atau terpotong. {_HOW}") from None


def _check_size(size: tuple[int, int], what: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise BadPicture(f"{what} terlalu banyak titiknya ({width} × {height}). Perkecil gambarnya, lalu coba lagi.")
    if min(size) < LEAST_SIDE:
        raise BadPicture(f"{what} terlalu kecil ({width} × {height} titik). Pakai gambar yang lebih besar.")


def _photo(image: Any, longest: int) -> bytes:
    if image.format == "JPEG":
        # Large camera pictures are decoded at a fraction of their size: less memory, same result.
        image.draft(None, (longest, longest))
    out = io.BytesIO()
    _shrunk(_upright(image), longest).save(out, "JPEG", quality=88, optimize=False)
    return out.getvalue()


def _emblem(image: Any, longest: int) -> tuple[bytes, int, int]:
    small = _shrunk(_upright(image), longest)
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue(), small.width, small.height


def _upright(image: Any) -> Any:
    """The picture turned as its EXIF says, in RGB, on white where it was transparent."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I;16") or turned.mode == "I":
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    if "transparency" in turned.info or turned.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        layer = turned.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        turned = Image.alpha_composite(ground, layer)
    return turned.convert("RGB")


def _shrunk(image: Any, longest: int) -> Any:
    """The picture no larger than `longest`, without the metadata it came with."""
    from PIL import Image

    small = image.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    small.info = {}
    return small
