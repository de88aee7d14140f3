"""`rethread rates`: what currencies are worth, for the estimates beside prices."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rethread.config import environment
from rethread.platform.kernel import DomainError

from .processes import database, start_django


@click.group()
def rates() -> None:
    """What currencies are worth, for estimates of prices."""


@rates.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def rates_import(file: Path) -> None:
    """Take in a CSV file of rates.

    The columns of FILE are date,base,quote,rate: one unit of base was worth rate units of quote.

    Good lines come in, bad ones are named with their reason (exit code 1). Importing the same file
    again adds nothing; another rate for a known day and pair corrects it. Prices are shown with an
    estimate while a rate is at most seven days old, and are never charged by it.
    """
    with database(environment.load()):
        start_django()
        from rethread.market.catalogue.selectors import listing_ids_priced_otherwise
        from rethread.market.pricing.services import import_rates
        from rethread.market.search.services import mark_dirty
        from rethread.platform.kernel import Actor

        try:
            done = import_rates(actor=Actor.system("cli"), data=file.read_bytes())
        except DomainError as error:
            raise click.ClickException(error.message) from error
        if done.added or done.corrected:
            mark_dirty(listing_ids=listing_ids_priced_otherwise())  # search compares by the rate
    for line in done.bad:
        click.secho(f"line {line.line}: {line.reason}", fg="red", err=True)
    click.echo(
        f"{done.added} added, {done.corrected} corrected, {done.unchanged} known already, "
        f"{len(done.bad)} left out."
    )
    if done.bad:
        sys.exit(1)
