"""Photos and emblems: whatever a camera, scanner or telephone saved becomes one small upright picture."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from desktop.documents.errors import BadPicture

MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 120_000_000
LEAST_SIDE = 40
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
_HOW = "Simpan ulang sebagai JPEG atau PNG, lalu coba lagi."
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what a PDF may carry as it is
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
    head = _jpeg_head(data)
    return head is not None and head.colours == 3 and not head.hidden and max(head.width, head.height) <= 1200


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a plain photo without decoding it. Raises BadPicture when it is none."""
    head = _jpeg_head(data)
    if head is None or head.colours != 3:
        raise BadPicture(f"Foto rusak atau terpotong. {_HOW}")
    return head.width, head.height


class _JpegHead(NamedTuple):
    width: int
    height: int
    colours: int
    hidden: bool  # EXIF or XMP: the picture may lie on its side, and may tell where it was taken


def _jpeg_head(data: bytes) -> _JpegHead | None:
    """What the segments before the first scan say; None when this is no whole JPEG of eight bits."""
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        return None
    at, size, hidden = 2, (0, 0, 0), False
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xDA:
            return _JpegHead(*size, hidden) if min(size) else None
        if kind in _FRAMES and length >= 9 and data[at + 4] == 8:
            height, width = (int.from_bytes(data[from_ : from_ + 2], "big") for from_ in (at + 5, at + 7))
            size = (width, height, data[at + 9] if at + 9 < len(data) else 0)
        hidden = hidden or kind == 0xE1
        at += 2 + length
    return None


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
