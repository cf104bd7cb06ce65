"""A PostgreSQL server of one test alone, to be stopped, started again on its port and cut off; a proxy that falls silent."""

import multiprocessing
import selectors
import shutil
import socket
import tempfile
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from installer import postgresql


class PrivateServer:
    """Runs from the beginning; ``remove`` at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="padan-pg-"))
        self.url = postgresql.start(self.folder)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2].partition("/")[0])

    def stop(self) -> None:
        """As an administrator stops it: every connection is ended."""
        postgresql.stop(self.folder)

    def start_again(self) -> None:
        """On the port it had."""
        data = self.folder / "data"
        assert postgresql._call(self.folder, "pg_ctl", "-D", data, "-l", self.folder / "log", "-w", "start") == 0

    def remove(self) -> None:
        """Stop it and delete everything."""
        postgresql.remove(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


class SilentProxy:
    """Between a desk and a server, in a process of its own. While ``freeze`` holds nothing passes and nothing is
    closed: a half-open line, whose every packet is acknowledged and goes nowhere."""

    def __init__(self, port: int) -> None:
        context = multiprocessing.get_context("spawn")
        told: Queue[int] = context.Queue()
        self._frozen = context.Event()
        self._process = context.Process(target=_relay, args=(port, told, self._frozen), daemon=True)
        self._process.start()
        self.port = told.get(timeout=60)

    def freeze(self) -> None:
        """Fall silent."""
        self._frozen.set()

    def thaw(self) -> None:
        """Pass on again what comes from now on."""
        self._frozen.clear()

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()


def _relay(port: int, told: "Queue[int]", frozen: Event) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    told.put(server.getsockname()[1])
    watched = selectors.DefaultSelector()
    watched.register(server, selectors.EVENT_READ, None)
    while True:
        for key, _ in watched.select():
            if key.data is None:
                near, _ = server.accept()
                far = socket.create_connection(("127.0.0.1", port))
                watched.register(near, selectors.EVENT_READ, far)
                watched.register(far, selectors.EVENT_READ, near)
            else:
                _pass_on(watched, key.fileobj, key.data, frozen)


def _pass_on(watched: selectors.BaseSelector, source: Any, target: socket.socket, frozen: Event) -> None:
    if source.fileno() < 0:  # closed together with its other end a moment ago
        return
    try:
        piece = source.recv(65536)
        if piece and not frozen.is_set():
            target.sendall(piece)
    except OSError:
        piece = b""
    if not piece:
        for end in (source, target):
            if end.fileno() >= 0:
                watched.unregister(end)
                end.close()
