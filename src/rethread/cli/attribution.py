"""`rethread attribution`: share purchases out among channels, and take in what campaigns cost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rethread.config import environment

from .processes import database, start_django

if TYPE_CHECKING:
    from rethread.insight.measurement.report import AttributionReport, Comparison


@click.group()
def attribution() -> None:
    """Where purchases came from, and what that cost."""


@attribution.command("run")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def attribution_run(as_json: bool) -> None:
    """Attribute the purchases of the warehouse with every model."""
    with database(environment.load()):
        start_django()
        from rethread.insight.measurement.report import attribution_report

        report = attribution_report()
        if as_json:
            click.echo(json.dumps(as_plain(report), indent=1))
        else:
            _print_table(report)


@attribution.command("import-spend")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def attribution_import_spend(file: Path) -> None:
    """Take in a CSV file of what campaigns cost.

    The columns of FILE are day,channel,campaign,amount,currency.

    Good lines come in, bad ones are named with their reason (exit code 1). Importing the same file
    again adds nothing; another amount for a known day and campaign corrects it.
    """
    with database(environment.load()):
        start_django()
        from rethread.insight.measurement.services import import_spend
        from rethread.platform.kernel import Actor

        done = import_spend(actor=Actor.system("cli"), data=file.read_bytes())
    for line in done.bad:
        click.secho(f"line {line.line}: {line.reason}", fg="red", err=True)
    click.echo(
        f"{done.added} added, {done.corrected} corrected, {done.unchanged} known already, "
        f"{len(done.bad)} left out."
    )
    sys.exit(1 if done.bad else 0)


def as_plain(report: AttributionReport) -> dict[str, Any]:
    """Return a report as JSON has it; money in minor units."""
    return {
        "currency": report.currency,
        "loaded_at": report.loaded_at.isoformat() if report.loaded_at else None,
        "built_at": report.built_at.isoformat() if report.built_at else None,
        "paths": report.paths,
        "purchases": report.purchases,
        "purchases_without_touch": report.purchases_untouched,
        "landings": {
            "days": report.landings.days,
            "recorded": report.landings.recorded,
            "unconsented": report.landings.unconsented,
        },
        "channels": [
            {
                "channel": row.channel,
                "credits": row.credits,
                "spend_minor": row.spend_minor,
                "cost_per_credited_purchase_minor": row.cost_minor(),
            }
            for row in report.channels
        ],
        "truth": _plain_comparison(report.comparison) if report.comparison else None,
    }


def _plain_comparison(found: Comparison) -> dict[str, Any]:
    return {
        "until": found.until.isoformat(),
        "model": found.model,
        "credited_to_campaigns": found.credited,
        "caused_by_campaigns": found.caused,
        "ratio": found.ratio,
        "rows": [
            {"channel": row.channel, "credited": row.credited, "caused": row.caused}
            for row in (*found.rows, found.organic)
        ],
    }


def _print_table(report: AttributionReport) -> None:
    from rethread.insight.measurement.attribution import MODELS

    heading = "".join(f"{name:>16}" for name in MODELS)
    click.echo(f"{'':<16}{heading}")
    for row in report.channels:
        cells = "".join(f"{row.credits[name]:16.1f}" for name in MODELS)
        click.echo(f"{row.channel:<16}{cells}")
    click.echo(
        f"{report.purchases} purchases, {report.purchases_untouched} without a touch on record; "
        f"{report.landings.unconsented} of "
        f"{report.landings.recorded + report.landings.unconsented} landings in "
        f"{report.landings.days} days without consent."
    )
    found = report.comparison
    if found is None:
        return
    click.echo("\nBeside what the simulation knows (purchases)")
    click.echo(f"{'':<16}{'credited':>10}{'caused':>10}")
    for line in (*found.rows, found.organic):
        click.echo(f"{line.channel:<16}{line.credited:10.1f}{line.caused:10d}")
