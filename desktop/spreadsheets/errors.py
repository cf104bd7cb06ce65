"""What the world does to files, said in Indonesian. No personal data, no stack trace for the clerk."""

import errno
from pathlib import Path


class UnreadableFile(Exception):
    """A file that cannot be read at all. `sentence` says what and why, `remedy` what to do now.

    `retry`: the world (disk, lock) stood in the way, and trying again may help.
    """

    def __init__(self, sentence: str, remedy: str, *, retry: bool = False) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy
        self.retry = retry


class CannotWrite(Exception):
    """A file that could not be written; nothing was left half-done. `sentence` says what, why and what to do now."""

    retry = True

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def unreadable(name: str, error: OSError) -> UnreadableFile:
    """The sentence for an operating-system error while reading the file called `name`."""
    if isinstance(error, FileNotFoundError):
        said = (f"Berkas {name} tidak ditemukan.", "Periksa nama dan foldernya, lalu pilih lagi.")
    elif _is_folder(error):
        said = (f"{name} adalah folder, bukan berkas.", "Pilih satu berkas Excel di dalamnya.")
    elif isinstance(error, PermissionError):
        what = f"Berkas {name} tidak boleh dibaca, mungkin sedang dibuka program lain."
        said = (what, "Tutup berkas itu di Excel, atau salin ke folder Anda, lalu coba lagi.")
    else:
        said = (f"Berkas {name} tidak dapat dibaca dari disk.", "Salin berkas itu ke komputer ini, lalu coba lagi.")
    return UnreadableFile(*said, retry=True)


def _is_folder(error: OSError) -> bool:
    # Windows calls opening a folder a want of permission.
    return isinstance(error, IsADirectoryError) or (isinstance(error.filename, str) and Path(error.filename).is_dir())


def cannot_write(name: str, error: OSError) -> CannotWrite:
    """The sentence for an operating-system error while writing the file called `name`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        what = f"Disk penuh, {name} tidak jadi ditulis. Kosongkan ruang disk atau pilih folder lain, lalu coba lagi."
    elif error.errno == errno.EROFS:
        what = f"Folder untuk {name} hanya dapat dibaca. Pilih folder lain, lalu coba lagi."
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        what = f"Folder untuk {name} tidak ada. Pilih folder lain, lalu coba lagi."
    elif isinstance(error, (PermissionError, IsADirectoryError)):
        what = f"{name} sedang dibuka program lain atau tidak boleh ditulis. Tutup berkas itu di Excel, lalu coba lagi."
    else:
        what = f"{name} tidak dapat ditulis ke disk. Pilih folder lain, lalu coba lagi."
    return CannotWrite(what)
