"""Commands about contracts, lake and warehouse."""

from __future__ import annotations

from pathlib import Path

import click

from rethread.config import environment

from .processes import database, start_django


def run_warehouse_build() -> int:
    """Load, build, test and swap; return the exit code."""
    with database(environment.load()):
        start_django()
        from rethread.config import wiring

        loaded = wiring.load_lake_fully()
        click.echo(f"Loaded {loaded:,} new events into the lake.")
        status = wiring.build_warehouse()
        click.echo(status.describe())
        return 0 if status.ok else 1


def run_contracts_generate() -> None:
    """Write what follows from the contracts."""
    from rethread.platform.events import contracts

    for path in contracts.generate(Path.cwd()):
        click.echo(f"wrote {path}")


def run_contracts_lint() -> int:
    """Check the contracts; return the exit code."""
    from rethread.platform.events import contracts

    problems = contracts.lint(Path.cwd())
    for problem in problems:
        click.secho(str(problem), fg="red", err=True)
    click.echo("The contracts are sound." if not problems else f"{len(problems)} problems.")
    return 1 if problems else 0
