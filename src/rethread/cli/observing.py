"""`rethread evaluate`: what the market computes and promises, judged by known truth."""

from __future__ import annotations

import json
import sys

import click

COPIES = 8


@click.group("evaluate")
def evaluate_group() -> None:
    """Judge what the market computes by known truth."""


@evaluate_group.command("observability")
@click.option("--seed", default=7, show_default=True, help="Another seed, other faults.")
@click.option("--copies", default=COPIES, show_default=True, help="How many copies are drawn.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate_observability(seed: int, copies: int, as_json: bool) -> None:
    """Judge the detector on feeds with known faults.

    Nothing live is touched. Faults: drops of 20, 30 and 50 per cent, silence, and everything
    twice, on one of eight feeds at a time.
    """
    from rethread.insight.observability.evaluation import evaluate
    from rethread.platform.kernel.errors import Invalid

    if not 1 <= copies <= 500:
        raise Invalid("evaluate.copies", "Draw between 1 and 500 copies.")
    found = evaluate([seed * 1_000 + number for number in range(copies)])
    if as_json:
        sys.stdout.write(json.dumps(found.as_dict()) + "\n")
        return
    click.echo(f"{copies} copies of nine weeks, {found.faults} faults, {found.alarms} alarms")
    click.echo(f"  precision                    {found.precision:.2f}")
    click.echo(f"  recall                       {found.recall:.2f}")
    for kind, (seen, total) in found.recall_by_kind.items():
        click.echo(f"    {kind:<26} {seen} of {total}")
    click.echo(f"  false alarms per feed-month  {found.false_per_feed_month:.2f}")
    click.echo(f"  hours to detect, median      {found.median_to_detect:.0f}")


@evaluate_group.command("money")
@click.option("--orders", default=1_000, show_default=True, help="How many orders are paid.")
@click.option("--seed", default=7, show_default=True, help="The same seed, the same trial.")
@click.option(
    "--processes", default=1, show_default=True, help="Markets side by side, a seed each."
)
@click.option("--keep", is_flag=True, help="Leave the database running, for your own SQL.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate_money(orders: int, seed: int, processes: int, keep: bool, as_json: bool) -> None:
    """Trade while the provider misbehaves, then audit all books.

    A market of its own, in virtual time; nothing live is touched. Exit code 1: a promise broke.
    """
    from .judging_money import evaluate_money as run

    run(orders=orders, seed=seed, processes=processes, keep=keep, as_json=as_json)
