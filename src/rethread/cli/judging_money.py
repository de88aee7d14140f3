"""`rethread evaluate money`: orders through simulated people while the provider misbehaves."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from rethread.config import environment
from rethread.platform.kernel.errors import Invalid
from rethread.platform.kernel.settings import Settings

from .processes import apply_migrations, embedded, start_django

ORDERS_MAX = 1_000_000


def evaluate_money(*, orders: int, seed: int, processes: int, keep: bool, as_json: bool) -> None:
    """Run the trial and print what it found; exit with 1 where a promise was broken."""
    if not 1 <= orders <= ORDERS_MAX:
        raise Invalid("evaluate.orders", f"Trade between 1 and {ORDERS_MAX:,} orders.")
    if processes < 1 or (keep and processes > 1):
        raise Invalid("evaluate.processes", "Keep the database of one process: --processes 1.")
    began = time.monotonic()
    parts = min(processes, orders)
    if parts == 1:
        found = [_trial(orders, seed, keep, quiet=as_json)]
    else:
        found = _in_processes([orders // parts + (n < orders % parts) for n in range(parts)], seed)
    whole = _together(found, time.monotonic() - began)
    if as_json:
        click.echo(json.dumps(whole))
    else:
        _print(whole)
    if any(promise["violations"] for promise in whole["promises"]):
        sys.exit(1)


def _in_processes(shares: list[int], seed: int) -> list[dict[str, Any]]:
    """Trade in several markets at once, each with a provider and a database of its own."""
    running = [
        subprocess.Popen(  # noqa: S603  # our own interpreter and arguments
            [
                sys.executable, "-m", "rethread.cli.main", "evaluate", "money", "--json",
                "--processes", "1", "--orders", str(share), "--seed", str(seed + number),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, share in enumerate(shares)
    ]  # fmt: skip
    found = []
    for process in running:
        out, _ = process.communicate()
        if process.returncode not in (0, 1) or not out:
            raise Invalid("evaluate.failed", "A trial did not end; what it said stands above.")
        found.append(json.loads(out.splitlines()[-1]))
    return found


def _trial(orders: int, seed: int, keep: bool, *, quiet: bool) -> dict[str, Any]:
    with _a_market_of_its_own(keep):
        from rethread.config.simulated_world import simulated_world
        from rethread.platform.kernel import wall_now
        from rethread.simulation.clockwork import simulated_time
        from rethread.simulation.trade_audit import audit
        from rethread.simulation.trading import Trading

        start = wall_now().replace(minute=0, second=0, microsecond=0) - timedelta(days=365)
        began = time.monotonic()
        with simulated_world(start, seed) as world:
            trading = Trading(world, world.clock, orders=orders, seed=seed)
            done = trading.run(on_progress=lambda *at: None if quiet else _say(*at))
            seconds = time.monotonic() - began
            with simulated_time(world.clock, seed):
                promises = audit(world, done)
        return {
            "orders": done.orders,
            "checkouts": done.checkouts,
            "shipped": done.shipped,
            "parcels_lost": done.parcels_lost,
            "complaints": done.complaints,
            "seed": [seed],
            "trading_s": round(seconds, 1),
            "weather": dict(done.weather),
            "outcomes": dict(done.outcomes),
            "refused": dict(done.refused),
            "promises": [asdict(promise) for promise in promises],
        }


@contextmanager
def _a_market_of_its_own(keep: bool) -> Iterator[None]:
    """Run a new market in a folder of its own; nothing of the present one is touched."""
    home = Path(tempfile.mkdtemp(prefix="rethread-money-"))
    home.chmod(0o711)
    value = Settings(
        home=home,
        mode="demo",
        secret_key=secrets.token_urlsafe(48),
        log_level="CRITICAL",  # what fails on purpose is counted, not logged
    )
    environment.use(value)
    server = embedded(value)
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        environment.use_database(server.url())
        start_django()
        apply_migrations()
        yield
        if keep:
            click.echo(f"The database is left running at {server.url()}", err=True)
            click.echo(f"  stop it with: kill -INT {process.pid}; rm -r {home}", err=True)
    finally:
        if not keep:
            server.stop(process)
            shutil.rmtree(home, ignore_errors=True)


def _say(done: int, wanted: int) -> None:
    click.echo(f"\r  {min(done, wanted):,} of {wanted:,} orders", nl=False, err=True)


def _together(parts: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Add up what several markets found; the same promises, their violations summed."""
    whole: dict[str, Any] = {"seconds": round(seconds, 1)}
    for key in ("orders", "checkouts", "shipped", "parcels_lost", "complaints", "seed"):
        whole[key] = sum((part[key] for part in parts[1:]), parts[0][key])
    for key in ("weather", "outcomes", "refused"):
        counted: Counter[str] = Counter()
        for part in parts:
            counted.update(part[key])
        whole[key] = dict(counted.most_common())
    whole["orders_per_s"] = round(whole["orders"] / max(part["trading_s"] for part in parts), 1)
    whole["promises"] = [
        {
            "promise": same[0]["promise"],
            "violations": sum(one["violations"] for one in same),
            "examples": [example for one in same for example in one["examples"]][:5],
        }
        for same in zip(*(part["promises"] for part in parts), strict=True)
    ]
    return whole


def _print(whole: dict[str, Any]) -> None:
    seeds = ", ".join(map(str, whole["seed"]))
    click.echo(
        f"\n{whole['orders']:,} orders of {whole['checkouts']:,} checkouts in {whole['seconds']} s "
        f"({whole['orders_per_s']} a second); {whole['shipped']:,} sent, {whole['parcels_lost']} "
        f"lost, {whole['complaints']} complaints; seed {seeds}"
    )
    for title in ("weather", "outcomes", "refused"):
        told = ", ".join(f"{name} {count}" for name, count in whole[title].items())
        click.echo(f"  {title + ':':<10} {told}")
    for promise in whole["promises"]:
        click.echo(f"  {promise['violations']:>6}  {promise['promise']}")
        for example in promise["examples"]:
            click.echo(f"          {example}")
