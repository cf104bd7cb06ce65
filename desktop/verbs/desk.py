"""The desk of a verb: its arguments, the office, who acts, progress on stderr and the answer on stdout."""

import getpass
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from desktop.house import House
from desktop.office import Office
from desktop.seat import Seat
from desktop.sop.refusals import Refused

TOTP = "PADAN_TOTP"


@dataclass
class VerbDesk:
    """What a verb works with; ``close`` gives the connections back."""

    arguments: Namespace
    _house: House | None = None
    _proved: Seat | None = None
    _word: str | None = field(default=None, repr=False)

    def house(self) -> House:
        """The office meant by ``--database`` or ``--practice``, else this PC's own."""
        if self._house is None:
            self._house = House(self.arguments.database or "", practice=self.arguments.practice)
        return self._house

    def office(self) -> Office:
        """The open office; an encrypted one is opened by ``--as``. :raises Refused: when there is none yet."""
        self._need_office()
        if not (self.arguments.user and self.house().is_sealed()):
            return self.house().office()
        try:
            return self.seat().office
        except Refused as refused:
            if refused.code != "moved":
                raise
        return self.proved().office

    def seat(self) -> Seat:
        """A seat for ``--as``; the password comes from ``PADAN_PASSWORD`` or a prompt, never from an argument."""
        username = self.user()
        self._need_office()
        if self.arguments.practice and "PADAN_PASSWORD" not in os.environ:
            seat = self.house().sign_in_practice(username)
        else:
            seat = self._sign_in(self.house().sign_in, self.own_password())
        # What a verb gives out is journalled first: a script may be killed at any moment.
        seat.looks.at_once = True
        return seat

    def proved(self) -> Seat:
        """The administrator ``--as`` of a single office, without a line in its journal, also where the office has moved
        away; a verb reads here, and moves."""
        from desktop.quiet_door import open_quietly

        if self._proved is None:
            self._proved = self._sign_in(partial(open_quietly, self.house()), self.own_password())
        return self._proved

    def own_password(self) -> str:
        """The password of ``--as``, asked for once."""
        if self._word is None:
            self._word = password("PADAN_PASSWORD", f"Kata sandi {self.user()}: ")
        return self._word

    def _sign_in(self, enter: Callable[[str, str, str], Seat], word: str) -> Seat:
        """The authenticator's code comes from ``PADAN_TOTP``, or is asked for only where one is needed."""
        try:
            return enter(self.user(), word, os.environ.get(TOTP, ""))
        except Refused as refused:
            if refused.code != "code_needed" or not sys.stdin.isatty():
                raise
        return enter(self.user(), word, getpass.getpass("Kode autentikator: "))

    def user(self) -> str:
        """Who acts. :raises Refused: when nobody was named."""
        username: str = self.arguments.user or ""
        if not username:
            raise Refused("who", "Sebutkan siapa yang mengerjakan dengan --as NAMA_PENGGUNA.")
        return username

    def _need_office(self) -> None:
        if self.house().is_new():
            raise Refused("no_office", "Belum ada kantor di komputer ini. Buat dulu dengan: main.py init")

    def progress(self, sentence: str) -> None:
        """One line about what is going on."""
        print(sentence, file=sys.stderr, flush=True)

    @contextmanager
    def counting(self, sentence: str) -> Iterator[Callable[[int, int], None]]:
        """How many lines are done, on one line of a terminal that counts up; a file is told nothing of it."""
        told = False

        def tell(done: int, whole: int) -> None:
            nonlocal told
            told = True
            words = f"{sentence}: {done:,} dari {max(done, whole):,} baris".replace(",", ".")
            print(f"\r{words}", end="", file=sys.stderr, flush=True)

        try:
            yield tell if sys.stderr.isatty() else lambda _done, _whole: None
        finally:
            if told:
                print(file=sys.stderr, flush=True)

    def answer(self, data: dict[str, Any], sentence: str) -> None:
        """The result: one JSON object with ``--json``, else the sentence."""
        text = json.dumps(data, ensure_ascii=False, default=str) if self.arguments.json else sentence
        print(text, flush=True)

    def close(self) -> None:
        """Give the connections back."""
        if self._proved is not None:
            self._proved.office.close()
        if self._house is not None:
            self._house.close()


def password(variable: str, prompt: str) -> str:
    """A password from the environment or typed. :raises Refused: when there is neither."""
    if variable in os.environ:
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise Refused("no_password", f"Kata sandi tidak ada. Isi variabel {variable} atau jalankan di terminal.")
    return getpass.getpass(prompt)


def out_file(text: str) -> Path:
    """A file to be written, its folder made."""
    path = Path(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
