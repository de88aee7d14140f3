"""Entry point of the `rethread` command; each command's work lives in a module of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rethread import __version__
from rethread.platform.kernel.errors import DomainError

from .attribution import attribution
from .observing import evaluate_group
from .portable import export_group, import_group, market_group
from .ranking import ranking
from .rates import rates


class Commands(click.Group):
    """A group that lists commands in the order a newcomer needs them and prints errors plainly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were declared."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a rule that said no becomes one readable line and exit code 2."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            click.secho(f"rethread: {error.message}", fg="red", err=True)
            click.echo(f"          ({error.code}; `rethread doctor` checks the rest)", err=True)
            sys.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rethread")
def main() -> None:
    """A marketplace for preloved fashion and the data platform that runs it.

    \b
    New here?      rethread demo      a filled market in your browser
    Coming back?   rethread up        the same market, started again
    Something off? rethread doctor    what is installed, reachable, stale or missing

    Settings are environment variables; `rethread settings` lists them.
    """


@main.command()
@click.option(
    "--photos",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Fill the market with the photographs of this folder (needs its captions.csv).",
)
@click.option("--seed", default=7, show_default=True, help="Another seed, another population.")
@click.option("--sellers", default=60, show_default=True, help="How many people sell.")
@click.option("--listings", default=600, show_default=True, help="How many garments are listed.")
@click.option("--buyers", default=400, show_default=True, help="How many people buy.")
@click.option("--days", default=60, show_default=True, help="How many days of history.")
@click.option("--port", type=int, help="Port of the web server (sandbox and live take the next).")
def demo(
    photos: Path | None, seed: int, sellers: int, listings: int, buyers: int, days: int,
    port: int | None,
) -> None:  # fmt: skip
    """Start a market filled with simulated people.

    It prints where the market is and how to sign in as buyer, seller and staff.

    Everything is kept in one folder (RETHREAD_HOME, by default .rethread here); delete it to
    start afresh. Ctrl-C stops everything.
    """
    from .demo import run_demo

    run_demo(
        photos=photos, seed=seed, sellers=sellers, listings=listings, buyers=buyers, days=days,
        port=port,
    )  # fmt: skip


@main.command()
@click.option("--port", type=int, help="Port of the web server (the sandbox takes the next).")
def up(port: int | None) -> None:
    """Start a market that is there, as it was left.

    Database, pages, background work and the stand-ins for payment and carrier are started
    together; Ctrl-C stops them all.
    """
    from .demo import run_up

    run_up(port=port)


@main.command()
def doctor() -> None:
    """Say what is installed, reachable, stale or missing."""
    from .doctor import run_doctor

    sys.exit(run_doctor())


@main.command()
def web() -> None:
    """Serve pages and API only.

    The database must have been prepared (`rethread migrate`).
    """
    from .processes import run_web

    run_web()


@main.command()
def worker() -> None:
    """Do background work only.

    It hands out events, rings timers, carries payments on, keeps the search index true to the
    listings, and loads the warehouse.
    """
    from .worker import run_worker

    run_worker()


@main.command()
def live() -> None:
    """Tell open pages at once what is new.

    Messages and counts then arrive without a reload; everything works without it.
    """
    from .processes import run_live

    run_live()


@main.command()
def sandbox() -> None:
    """Serve the local stand-ins for Stripe and a carrier."""
    from .processes import run_sandbox

    run_sandbox()


@main.command()
@click.option("--seed", default=7, show_default=True, help="Another seed, another population.")
@click.option("--sellers", default=60, show_default=True, help="How many people sell.")
@click.option("--listings", default=600, show_default=True, help="How many garments are listed.")
@click.option("--buyers", default=400, show_default=True, help="How many people buy.")
@click.option("--days", default=60, show_default=True, help="How many days of history.")
@click.option(
    "--photos",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Let them list the garments photographed in this folder (needs its captions.csv).",
)
def simulate(
    seed: int, sellers: int, listings: int, buyers: int, days: int, photos: Path | None
) -> None:
    """Fill an empty market with simulated people.

    They list, search, pay, send and review through the same code as real ones, on simulated time.
    """
    from .simulate import run_simulate

    run_simulate(
        seed=seed, sellers=sellers, listings=listings, buyers=buyers, days=days, photos=photos
    )


@main.command()
@click.option("--first", type=int, help="Only so many, those a visitor sees first.")
def darkroom(first: int | None) -> None:
    """Draw the photographs that filled listings wait for."""
    from .simulate import run_darkroom

    run_darkroom(first=first)


@main.command()
def migrate() -> None:
    """Prepare the database for this version.

    Safe to run again; it makes tables, never empties them.
    """
    from .processes import run_migrate

    run_migrate()


@main.group()
def warehouse() -> None:
    """The tables behind the charts."""


@warehouse.command("build")
def warehouse_build() -> None:
    """Load what happened and build the tables anew.

    New tables are tested first; if one fails, the last good ones are still served.
    """
    from .data import run_warehouse_build

    sys.exit(run_warehouse_build())


@main.group()
def contracts() -> None:
    """The contracts of events and tables."""


@contracts.command("generate")
def contracts_generate() -> None:
    """Write the code that follows from the contracts."""
    from .data import run_contracts_generate

    run_contracts_generate()


@contracts.command("lint")
def contracts_lint() -> None:
    """Check every contract against its rules."""
    from .data import run_contracts_lint

    sys.exit(run_contracts_lint())


main.add_command(attribution)
main.add_command(ranking)
main.add_command(rates)
main.add_command(export_group)
main.add_command(import_group)
main.add_command(market_group)


@main.command("settings")
def settings_reference() -> None:
    """List every setting with its default and meaning."""
    from .reference import settings_page

    click.echo(settings_page())


main.add_command(evaluate_group)

if __name__ == "__main__":
    main()
