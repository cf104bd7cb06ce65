"""A line between desk and server that can be cut at any byte, slowed, or left half open: a small TCP relay on loopback."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit, urlunsplit

COMMIT = b"COMMIT\0"  # not BEGIN ISOLATION LEVEL READ COMMITTED


class Line:
    """``url`` goes through the relay. ``down``/``up`` cut and heal it; ``at_commit`` cuts it once, around a COMMIT;
    ``delay`` is how many seconds every piece takes; ``swallow`` leaves it half open until ``up``.

    The relay speaks no PostgreSQL: it looks for the word in the bytes that the desk sends (no TLS here).
    """

    def __init__(self, url):
        parts = urlsplit(url)
        self.server = (parts.hostname, parts.port)
        self._listen = socket.create_server(("127.0.0.1", 0))
        port = self._listen.getsockname()[1]
        place = parts.netloc.replace(f":{parts.port}", f":{port}").replace(parts.hostname, "127.0.0.1")
        self.url = urlunsplit(parts._replace(netloc=place))
        self._open, self._pairs, self._mutex = True, set(), threading.Lock()
        self._armed = ""
        self._swallows = False
        self.delay = 0.0
        self.cuts = 0
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def down(self):
        """Cut everything; new calls are refused at once."""
        with self._mutex:
            self._open = False
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _shut(*pair)

    def up(self):
        """The network is back."""
        with self._mutex:
            self._open = True
            self._swallows = False

    def swallow(self):
        """Everything is accepted and acknowledged, nothing arrives, nobody hangs up; calls already under way stay so."""
        self._swallows = True

    def at_commit(self, when):
        """``before``: the next COMMIT never reaches the server. ``after``: it does, and its answer is lost."""
        self._armed = when

    def close(self):
        """Nothing goes through any more."""
        self._closing.set()
        self.down()
        with contextlib.suppress(OSError):
            self._listen.shutdown(socket.SHUT_RDWR)
        self._listen.close()

    def _accept(self):
        while not self._closing.is_set():
            try:
                desk, _ = self._listen.accept()
            except OSError:
                return
            with self._mutex:
                if not self._open:
                    _shut(desk)
                    continue
                try:
                    server = socket.create_connection(self.server)
                except OSError:
                    _shut(desk)
                    continue
                self._pairs.add((desk, server))
            state = {"answers": True, "deaf": False}
            for source, target, outward in ((desk, server, True), (server, desk, False)):
                thread = threading.Thread(target=self._carry, args=(source, target, outward, state), daemon=True)
                thread.start()

    def _carry(self, source, target, outward, state):
        try:
            while data := source.recv(65536):
                if outward and self._armed and COMMIT in data:
                    when, self._armed = self._armed, ""
                    self.cuts += 1
                    if when == "before":
                        break
                    state["answers"] = False
                if not outward and not state["answers"]:
                    break  # the server has answered the COMMIT: it is done, and nobody hears of it
                if self._swallows or state["deaf"]:
                    state["deaf"] = True  # what was lost is lost: this call never makes sense again
                    continue
                if self.delay:
                    self._closing.wait(self.delay)
                target.sendall(data)
        except OSError:
            pass
        _shut(source, target)


def _shut(*sockets):
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
