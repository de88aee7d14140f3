"""`rethread simulate`: fill a market with a synthetic population, and develop its photographs."""

from __future__ import annotations

import gc
import json
import os
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from rethread.config import environment
from rethread.platform.kernel.errors import Conflict
from rethread.platform.kernel.settings import settings

from .demo_accounts import DEMO_PASSWORD, STAFF
from .filling import filled_note, filling_note
from .processes import database, start_django

if TYPE_CHECKING:
    from rethread.simulation.photographed import PhotographedStock
    from rethread.simulation.run import SimulationReport

FIRST_PHOTOS = 96  # two views of the first 48 garments that a visitor sees


def run_simulate(
    *, seed: int, sellers: int, listings: int, buyers: int, days: int, photos: Path | None
) -> None:
    """Run the population through the market; a market that was filled before is left alone."""
    with database(environment.load()):
        start_django()
        if filled_note(settings().home).exists():
            click.echo("  The market was filled before; it is left as it is.")
            return
        _refuse_half_filled()
        _fill(
            seed=seed, sellers=sellers, listings=listings, buyers=buyers, days=days, photos=photos
        )


def _refuse_half_filled() -> None:
    """Refuse to fill a market anew over the remains of a filling that was cut short.

    Raises:
        Conflict: there are such remains.
    """
    from rethread.market.accounts.selectors import find_user_by_email

    if find_user_by_email(STAFF) is not None:
        raise Conflict(
            "simulate.half_filled",
            "This market was filled in part already; a simulated population needs an empty one. "
            "`rethread demo` starts afresh, or set RETHREAD_HOME (or DATABASE_URL) to a new place.",
        )


def ledger() -> Path:
    """Return the file that says what each expected photo shows."""
    return settings().home / "demo" / "pictures.jsonl"


def cache() -> Path:
    """Return the folder in which drawings are kept."""
    return settings().home / "cache" / "drawings"


def _fill(
    *, seed: int, sellers: int, listings: int, buyers: int, days: int, photos: Path | None
) -> None:
    from django.contrib.auth.hashers import make_password

    from rethread.config.simulated_world import save_sandbox, simulated_world
    from rethread.market.accounts.services import register_user
    from rethread.platform.kernel import Actor, wall_now
    from rethread.simulation.marketing_books import close_marketing_books
    from rethread.simulation.pictures import ExpectedPictures
    from rethread.simulation.run import Scale, Simulation

    scale = Scale(seed=seed, sellers=sellers, listings=listings, buyers=buyers, days=days)
    end = wall_now().replace(minute=0, second=0, microsecond=0)
    start = end - timedelta(days=days)
    ledger().unlink(missing_ok=True)
    filling_note(settings().home).parent.mkdir(parents=True, exist_ok=True)
    filling_note(settings().home).touch()
    password_hash = make_password(DEMO_PASSWORD)
    began = time.monotonic()
    stock = _stock(photos, seed)
    for row in stock.skipped if stock else ():
        click.echo(f"  captions.csv line {row.line}: {row.reason}; left out")
    register_user(
        actor=Actor.system("demo"), email=STAFF, password_hash=password_hash, display_name="Staff",
        is_staff=True,
    )  # fmt: skip
    gc.freeze()  # what Django loaded lives as long as we do; collecting it again and again costs
    gc.set_threshold(50_000, 20, 20)
    with simulated_world(start, seed) as world, _progress() as progress:
        task = progress.add_task("Living through the days", total=days, phase="")
        simulation = Simulation(
            scale,
            world,
            ExpectedPictures(ledger()),
            password_hash=password_hash,
            stock=stock.closets if stock else None,
        )
        report = simulation.run(
            start=start,
            clock=world.clock,
            on_progress=lambda done, total, phase: progress.update(
                task, completed=done, total=total, phase=phase
            ),
        )
        save_sandbox(world, settings().home / "sandbox")
        close_marketing_books(simulation.buying.arrivals, settings().home / "demo")
    seconds = time.monotonic() - began
    filled_note(settings().home).write_text(
        json.dumps({"scale": asdict(scale), "report": asdict(report)}, indent=1)
    )
    _say_what_happened(report, seconds)


def _say_what_happened(report: SimulationReport, seconds: float) -> None:
    """Print what a run counted."""
    click.echo(
        f"  {report.listed} garments of {report.sellers} sellers, {report.sessions:,} visits, "
        f"{report.orders} orders, {report.reviews} reviews in {seconds:.0f} s"
    )
    asked = report.contacts
    if not asked.asked:
        click.echo("  nobody asked for help")
        return
    click.echo(
        f"  {asked.asked} asked for help ({asked.per_100_orders:.1f} per 100 orders), "
        f"{asked.cases} cases, {asked.without_staff_share:.0%} solved without staff"
    )


def _stock(photos: Path | None, seed: int) -> PhotographedStock | None:
    from rethread.simulation.photographed import photographed_stock

    return photographed_stock(photos, seed) if photos is not None else None


def _progress() -> Progress:
    """Return a bar on a terminal; where the output is a file, nothing but its last state."""
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f}%  {task.fields[phase]}"),
        TimeElapsedColumn(),
    )


def run_darkroom(*, first: int | None) -> None:
    """Deliver photographs that listings wait for; all of them, or the `first` so many."""
    with database(environment.load()):
        start_django()
        from rethread.simulation.pictures import Darkroom, develop_all

        if first is None:
            os.nice(10)
        with _progress() as progress:
            task = progress.add_task("Developing photographs", total=None, phase="")
            develop_all(
                Darkroom(ledger(), cache()),
                first=first,
                on_done=lambda done, total: progress.update(task, completed=done, total=total),
            )
