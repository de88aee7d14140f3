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
        from rethread.insight.lake.loader import load_all
        from rethread.insight.lake.warehouse import build_warehouse

        click.echo(f"Loaded {load_all():,} new events into the lake.")
        status = build_warehouse()
        for failure in status.failures:
            click.secho(failure, fg="red", err=True)
        click.echo(
            f"{status.models_built} models built, {status.tests_passed} tests passed in "
            f"{status.seconds:.1f} s."
            + ("" if status.ok else " Something failed: the last good build is still served.")
        )
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
