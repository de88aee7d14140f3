"""`rethread demo` and `rethread up`: one supervisor over database, sandbox, web and worker."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console

from rethread.config import environment
from rethread.platform.kernel.errors import Conflict, Invalid
from rethread.platform.kernel.settings import Settings

from .demo_accounts import DEMO_PASSWORD
from .processes import apply_migrations, embedded, start_django
from .supervisor import Service, Supervisor, spawn

console = Console(highlight=False)
FIRST_PHOTOS = "96"  # two views of the first 48 garments that a visitor sees


def run_demo(
    *, photos: Path | None, seed: int, sellers: int, listings: int, buyers: int, days: int,
    port: int | None,
) -> None:  # fmt: skip
    """Start everything and fill the market unless it is filled already."""
    fill = [
        "--seed", str(seed), "--sellers", str(sellers), "--listings", str(listings),
        "--buyers", str(buyers), "--days", str(days),
    ]  # fmt: skip
    if photos is not None:
        fill += ["--photos", str(photos.resolve())]
    _run(port=port, fill=fill)


def run_up(*, port: int | None) -> None:
    """Start everything that stands in the home folder, filling nothing."""
    _run(port=port, fill=None)


def _run(*, port: int | None, fill: list[str] | None) -> None:
    began = time.monotonic()
    value = _prepared(environment.load(), port)
    supervisor = Supervisor(value.home / "run", lambda line: console.print(f"  {line}"))
    supervisor.clear_leftovers()
    _refuse_taken_ports(value)
    supervisor.install_signals()
    console.print(f"[bold]{value.market_name}[/bold]  everything is kept in {value.home}")
    try:
        _start_all(supervisor, value, fill, began)
        supervisor.watch()
    except TimeoutError as error:
        if not supervisor.stopping:
            console.print(f"[red]{error}.[/red] Its log is in {value.home / 'logs'}.")
            raise SystemExit(1) from error
    finally:
        console.print("\nStopping ...")
        supervisor.stop_all()
        console.print("Stopped. `rethread up` starts it again.")


def _prepared(value: Settings, port: int | None) -> Settings:
    """Fix the ports, make the home folder and hand the result to this process and its children.

    Raises:
        Invalid: the home folder cannot be written.
    """
    home = value.home.expanduser().resolve()
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        (home / ".writable").write_text("")
        (home / ".writable").unlink()
    except OSError as error:
        raise Invalid(
            "demo.home", f"Cannot write to {home} ({error.strerror}). Set RETHREAD_HOME elsewhere."
        ) from error
    value = replace(value, home=home, secret_key=environment.secret_key(home))
    if value.uses_sandbox:
        value = replace(value, stripe_webhook_secrets=environment.webhook_secret(home))
    if port is not None:
        value = replace(value, port=port, sandbox_port=port + 1)
    environment.use(value)
    return value


def _refuse_taken_ports(value: Settings) -> None:
    """Say which port is taken before anything is started.

    Raises:
        Conflict: something else listens there.
    """
    for port in (value.port, value.sandbox_port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((value.host, port))
            except OSError as error:
                raise Conflict(
                    "demo.port_taken",
                    f"Port {port} is taken. Choose another: rethread demo --port {port + 100}",
                ) from error


def _start_all(
    supervisor: Supervisor, value: Settings, fill: list[str] | None, began: float
) -> None:
    """Start services in the order in which they need each other; photographs come last, behind."""
    value = _start_database(supervisor, value)
    console.print("  Preparing tables and pages ...")
    start_django()
    apply_migrations()
    supervisor.start(_python_service("web", value, _answers(f"{value.base_url}/healthz")))
    if fill is not None and not _filled(value):
        _fill(supervisor, value, fill, began)
    if supervisor.stopping:
        return
    if value.uses_sandbox:
        supervisor.start(
            _python_service("sandbox", value, _answers(value.sandbox_url + "/healthz"))
        )
    supervisor.start(_python_service("worker", value))
    _announce(value, began)
    if _filled(value):
        supervisor.run_behind(_child(value, "darkroom"), value.home / "logs" / "darkroom.log")


def _start_database(supervisor: Supervisor, value: Settings) -> Settings:
    if value.database_url:
        return value
    server = embedded(value)
    server.prepare()
    leftover = server.running_pid()
    if leftover:
        raise Conflict("demo.running", f"This market already runs (PostgreSQL {leftover}).")

    def ready() -> bool:
        server.wait_ready()
        return True

    supervisor.start(Service("postgres", server.spawn, ready=ready, stop=server.stop))
    server.create_database()
    environment.use_database(server.url())
    return replace(value, database_url=server.url())


def _python_service(name: str, value: Settings, ready: object = None) -> Service:
    command, environ = _child(value, name)
    log = value.home / "logs" / f"{name}.log"
    service = Service(name, lambda: spawn(command, environ, log))
    if callable(ready):
        service.ready = ready
    return service


def _answers(url: str) -> object:
    def ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  # our own server
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ready


def _filled(value: Settings) -> bool:
    return (value.home / "demo" / "filled.json").exists()


def _fill(supervisor: Supervisor, value: Settings, fill: list[str], began: float) -> None:
    """Run the simulation as a child that shows its progress here, then what is seen first."""
    console.print(f"  First page: [bold]{value.base_url}[/bold]  ({_since(began)})")
    for command in (["simulate", *fill], ["darkroom", "--first", FIRST_PHOTOS]):
        program, environ = _child(value, *command)
        child = subprocess.Popen(program, env=environ, start_new_session=True)  # noqa: S603  # ours
        supervisor.watch(until=partial(_ended, child))
        if child.poll() is None:
            child.terminate()
            child.wait(timeout=20)
            return
        if child.returncode != 0:
            console.print("[red]The market could not be filled.[/red] What exists is served.")
            return


def _ended(child: subprocess.Popen[bytes]) -> bool:
    return child.poll() is not None


def _child(value: Settings, *arguments: str) -> tuple[list[str], dict[str, str]]:
    environ = environment.to_environ(value)
    environ["DJANGO_SETTINGS_MODULE"] = "rethread.config.settings"
    return [sys.executable, "-m", "rethread.cli.main", *arguments], environ


def _announce(value: Settings, began: float) -> None:
    console.print(f"\n[bold green]Ready[/bold green] after {_since(began)}: {value.base_url}\n")
    if value.is_demo:
        console.print(f"  buyer   buyer@demo.rethread.example    {DEMO_PASSWORD}")
        console.print(f"  seller  seller@demo.rethread.example   {DEMO_PASSWORD}")
        console.print(
            f"  staff   staff@demo.rethread.example    {DEMO_PASSWORD}   {value.base_url}/desk/"
        )
    console.print("\n  Ctrl-C stops everything.")


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
