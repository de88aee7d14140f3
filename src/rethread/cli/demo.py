"""`rethread demo` and `rethread up`: one supervisor over all that a market runs."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from rethread.config import environment
from rethread.platform.kernel.errors import Conflict, Invalid
from rethread.platform.kernel.settings import Settings

from .demo_accounts import DEMO_PASSWORD
from .filling import filled_note, filling_note
from .leftovers import end_leftovers, sole_supervisor
from .processes import apply_migrations, embedded, start_django
from .supervisor import Service, Stopped, Supervisor

FIRST_PHOTOS = "96"  # two views of the first 48 garments that a visitor sees
MADE_BY_FILLING = ("postgres", "sandbox", "search", "lake", "warehouse", "photos", "mail", "demo")


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
    value = _with_ports(environment.load(), port)
    run_folder = value.home / "run"
    if not run_folder.exists():
        _refuse_taken_ports(value)  # before anything is written down
    _prepare_home(value)
    supervisor = Supervisor(run_folder, lambda line: _say(f"  {line}"))
    with sole_supervisor(run_folder):
        supervisor.install_signals()
        ended = end_leftovers(run_folder)
        if ended:
            _say(f"  Ended {ended} processes that an earlier start left running.")
        _refuse_taken_ports(value)
        _supervise(supervisor, _with_secrets(value), fill, began)


def _supervise(
    supervisor: Supervisor, value: Settings, fill: list[str] | None, began: float
) -> None:
    _say(f"{click.style(value.market_name, bold=True)}  everything is kept in {value.home}")
    try:
        with contextlib.suppress(Stopped):
            _start_all(supervisor, value, fill, began)
            supervisor.watch()
    finally:
        if supervisor.services:
            _say("\nStopping ...")
            supervisor.stop_all()
            _say("Stopped. `rethread up` starts it again.")


def _say(line: str) -> None:
    """Print a line; that nobody can read it any more must not keep us from stopping in order."""
    with contextlib.suppress(OSError):
        click.echo(line)


def _with_ports(value: Settings, port: int | None) -> Settings:
    value = replace(value, home=value.home.expanduser().absolute())
    if port is None:
        return value
    return replace(value, port=port, sandbox_port=port + 1, live_port=port + 2)


def _prepare_home(value: Settings) -> None:
    """Make the home folder and try to write in it.

    Raises:
        Invalid: the home folder cannot be written.
    """
    probe = value.home / ".writable"
    try:
        (value.home / "logs").mkdir(parents=True, exist_ok=True)
        (value.home / "run").mkdir(exist_ok=True)
        probe.write_text("yes")
    except OSError as error:
        raise Invalid(
            "demo.home",
            f"Cannot write to {value.home} ({error.strerror}). Set RETHREAD_HOME elsewhere.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)


def _with_secrets(value: Settings) -> Settings:
    """Add this market's own secrets and hand the settings to this process and its children."""
    value = replace(value, secret_key=value.secret_key or environment.secret_key(value.home))
    if value.uses_sandbox:
        value = replace(value, stripe_webhook_secrets=environment.webhook_secret(value.home))
    environment.use(value)
    return value


def _refuse_taken_ports(value: Settings) -> None:
    """Say which port is taken before anything is started.

    Raises:
        Conflict: something else listens there.
    """
    taken = (value.port, value.live_port)
    for port in (*taken, value.sandbox_port) if value.uses_sandbox else taken:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((value.host, port))
            except (OSError, OverflowError) as error:
                other = value.port + 100 if value.port < 65_000 else 8100
                raise Conflict(
                    "demo.port_taken",
                    f"Port {port} of {value.host} cannot be used "
                    f"({getattr(error, 'strerror', None) or error}). "
                    f"Choose another with --port, for example --port {other}.",
                ) from error


def _start_all(
    supervisor: Supervisor, value: Settings, fill: list[str] | None, began: float
) -> None:
    """Start services in the order in which they need each other; photographs come last, behind."""
    if fill is not None:
        _forget_half_filled(value)
    value = _start_database(supervisor, value)
    _say("  Preparing tables and pages ...")
    start_django()
    apply_migrations()
    healthy = _answers(f"{value.base_url}/healthz")
    supervisor.start(_python_service(supervisor, value, "web", ready=healthy))
    if fill is not None and not filled_note(value.home).exists():
        _fill(supervisor, value, fill, began)
    if value.uses_sandbox:
        healthy = _answers(f"{value.sandbox_url}/healthz")
        supervisor.start(_python_service(supervisor, value, "sandbox", ready=healthy))
    supervisor.start(_python_service(supervisor, value, "worker"))
    healthy = _answers(f"http://{value.host}:{value.live_port}/healthz")
    supervisor.start(_python_service(supervisor, value, "live", ready=healthy))
    if filled_note(value.home).exists():
        supervisor.start(_python_service(supervisor, value, "darkroom", once=True))
    _announce(value, began)


def _forget_half_filled(value: Settings) -> None:
    """Throw away a market whose filling was cut short; half a population is no demo.

    Raises:
        Conflict: it is in a database of somebody's own, which we do not empty.
    """
    if not filling_note(value.home).exists() or filled_note(value.home).exists():
        return
    if value.database_url:
        raise Conflict(
            "demo.half_filled",
            "Filling this database was cut short. Point DATABASE_URL at an empty database and "
            "RETHREAD_HOME at a new folder, or run `rethread up` for what is there.",
        )
    _say("  The last filling was cut short; starting afresh.")
    embedded(value).end_orphan()
    for name in MADE_BY_FILLING:
        shutil.rmtree(value.home / name, ignore_errors=True)


def _start_database(supervisor: Supervisor, value: Settings) -> Settings:
    if value.database_url:
        return value
    server = embedded(value)
    server.prepare()
    server.end_orphan()
    if server.running_pid():
        raise Conflict(
            "demo.running", "Another `rethread` command uses this market's database; let it end."
        )
    supervisor.start(
        Service(
            "postgres", server.spawn, ready=server.answers, stop=server.stop, log=server.log_file
        )
    )
    server.create_database()
    environment.use_database(server.url())
    return replace(value, database_url=server.url())


def _python_service(
    supervisor: Supervisor,
    value: Settings,
    name: str,
    *,
    ready: Callable[[], bool] = lambda: True,
    once: bool = False,
) -> Service:
    command, environ = _child(value, name)
    log = value.home / "logs" / f"{name}.log"
    return Service(
        name, lambda: supervisor.spawn(command, environ, log), ready=ready, log=log, once=once
    )


def _answers(url: str) -> Callable[[], bool]:
    def ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  # our own server
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ready


def _fill(supervisor: Supervisor, value: Settings, fill: list[str], began: float) -> None:
    """Run the simulation as a child that shows its progress here, then what is seen first."""
    _say(f"  First page: {click.style(value.base_url, bold=True)}  ({_since(began)})")
    for command in (["simulate", *fill], ["darkroom", "--first", FIRST_PHOTOS]):
        if supervisor.run_to_end(*_child(value, *command)) != 0:
            _say(
                click.style("The market could not be filled.", fg="red") + " What exists is served."
            )
            return


def _child(value: Settings, *arguments: str) -> tuple[list[str], dict[str, str]]:
    environ = environment.to_environ(value)
    environ["DJANGO_SETTINGS_MODULE"] = "rethread.config.settings"
    return [sys.executable, "-m", "rethread.cli.main", *arguments], environ


def _announce(value: Settings, began: float) -> None:
    ready = click.style("Ready", bold=True, fg="green")
    _say(f"\n{ready} after {_since(began)}: {value.base_url}\n")
    if value.is_demo and filled_note(value.home).exists():
        _say(f"  buyer   buyer@demo.rethread.example    {DEMO_PASSWORD}")
        _say(f"  seller  seller@demo.rethread.example   {DEMO_PASSWORD}")
        _say(f"  staff   staff@demo.rethread.example    {DEMO_PASSWORD}   {value.base_url}/desk/")
        _say(f"\n  See for yourself in a few minutes: {value.base_url}/tour/")
    _say("\n  Ctrl-C stops everything.")


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
