"""A real PostgreSQL server with PostGIS for the tests: its own data folder, its own free port, no privileges."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
POSTGIS = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
ABSENT = "no PostgreSQL with PostGIS here: apt-get install postgresql-15-postgis-3"
SMALL = ("shared_buffers=64MB", "max_connections=40", "max_wal_size=256MB", "autovacuum=off")
LASTING = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """A running server; each store gets a schema of its own in one database."""

    def __init__(self, folder: Path, port: int, user: str) -> None:
        self.folder, self.port, self.user = folder, port, user
        self._numbers = count(1)

    @property
    def url(self) -> str:
        """The address of the database."""
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/postgres"

    def new_store(self) -> str:
        """Return the URL of an empty schema."""
        schema = f"store_{next(self._numbers)}"
        self.sql(f"CREATE SCHEMA {schema}")
        return f"{self.url}?options=-csearch_path%3D{schema},public"

    def sql(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements outside the program, return the last one's rows."""
        import psycopg

        address = self.url.replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def is_installed() -> bool:
    """Say whether a server with PostGIS is installed."""
    return bool(PROGRAMS and POSTGIS)


@contextmanager
def running(settings: tuple[str, ...] = FAST) -> Iterator[Server]:
    """Run a server in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="frontline-pg-"))
    user = _unprivileged(folder)
    data, log = folder / "data", folder / "log"
    try:
        trust = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run(user, "initdb", "-D", data, "-U", user, *trust)
        port = _free_port()
        options = [f"-c {each}" for each in (*SMALL, *settings)]
        options += ["-c listen_addresses=127.0.0.1", f"-c unix_socket_directories={folder}", f"-p {port}"]
        _run(user, "pg_ctl", "-D", data, "-l", log, "-w", "-o", " ".join(options), "start")
        try:
            server = Server(folder, port, user)
            server.sql("CREATE EXTENSION postgis")
            yield server
        finally:
            _run(user, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str:
    """Return who runs the server, which refuses to run as root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    return "postgres"


def _run(user: str, program: str, *arguments: object) -> None:
    command = [str(PROGRAMS[0] / program), *map(str, arguments)]
    if not os.getuid():
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--", *command]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as told:  # a pipe would stay open in the server
        done = subprocess.run(command, stdout=told, stderr=told, env=environment, check=False, cwd="/")
        told.seek(0)
        assert done.returncode == 0, told.read().decode(errors="replace")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(condition: object, seconds: float = 30) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
