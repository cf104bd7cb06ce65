"""Real PostgreSQL servers that keep what they acknowledged: killed as by a power cut, started again, followed by a standby."""

import os
import secrets
import shutil
import signal
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

from installer import postgresql
from tests.private_server import PrivateServer

REPLICATOR, STANDBY = "padan_ganda", "siaga"
TRIES = 50


class Durable(PrivateServer):
    """The tests' servers trade safety for speed; here what is acknowledged must stay. (``fsync`` stays off: it guards
    against a machine that dies, and no test kills the machine.)"""

    def __init__(self, *more):
        super().__init__()
        self.ask("ALTER SYSTEM SET full_page_writes = on", "ALTER SYSTEM SET synchronous_commit = on", *more)
        self.ask("SELECT pg_reload_conf()")

    @property
    def data(self):
        return self.folder / "data"

    def ask(self, *statements):
        """The answer to the last one, by the owner, on a line of its own."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                results = [connection.execute(text(one)) for one in statements]
                return results[-1].scalar() if results[-1].returns_rows else None
        finally:
            engine.dispose()

    def kill(self, how=signal.SIGQUIT):
        """SIGQUIT is the immediate stop: no checkpoint, nobody is told. SIGKILL leaves the children to find out."""
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(first, how)
        while Path(f"/proc/{first}").exists():
            pass

    def control(self, *words):
        return postgresql._call(self.folder, "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", *words)

    def start_again(self):
        """On its port; children of a killed postmaster may hold the shared memory for a moment."""
        for _ in range(TRIES):
            if self.control("start") == 0:
                return
        raise AssertionError(postgresql._last_words(self.folder))

    def restart(self):
        """As an administrator does it: every connection is ended, everything written."""
        assert self.control("-m", "fast", "restart") == 0


class Standby(Durable):
    """A streaming copy of ``primary``, made as README tells an administrator; it confirms every commit."""

    def __init__(self, primary):
        self.primary = primary
        self.folder = Path(tempfile.mkdtemp(prefix="padan-pg-"))
        password, port = secrets.token_hex(16), postgresql._free_port()
        primary.ask(f"CREATE ROLE {REPLICATOR} REPLICATION LOGIN PASSWORD '{password}'")
        passfile = self.folder / "pgpass"
        passfile.write_text(f"127.0.0.1:*:*:{REPLICATOR}:{password}\n")
        passfile.chmod(0o600)
        (self.folder / "log").touch()
        if owner := postgresql._owner():
            for path in (self.folder, passfile, self.folder / "log"):
                shutil.chown(path, owner, owner)
        source = f"host=127.0.0.1 port={primary.port} user={REPLICATOR} passfile={passfile} application_name={STANDBY}"
        copied = ("-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", source)
        assert postgresql._call(self.folder, "pg_basebackup", *copied) == 0, postgresql._last_words(self.folder)
        with (self.data / "postgresql.auto.conf").open("a") as settings:  # the last line counts
            settings.write(f"port = {port}\nunix_socket_directories = '{self.folder}'\n")
        self.url = primary.url.replace(f":{primary.port}/", f":{port}/")
        self.start_again()
        primary.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'", "SELECT pg_reload_conf()")
        while primary.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != 1:
            pass

    def promote(self):
        """Becomes the server; waits for nobody's confirmation any more (the setting was copied before it was made)."""
        assert self.control("promote") == 0
        assert not self.ask("SELECT pg_is_in_recovery()")

    def both(self, name):
        """The address of the office on whichever of the two is the primary."""
        both = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.port}"
        return f"{self.primary.url.rpartition('/')[0]}/{name}".replace(f"127.0.0.1:{self.primary.port}", both)

    def remove(self):
        super().remove()
        self.primary.remove()
