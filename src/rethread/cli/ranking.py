"""`rethread ranking`: train the ranker, see how it does, and prove that its features replay."""

from __future__ import annotations

import json
import sys

import click
import msgspec

from rethread.config import environment

from .processes import database, start_django


@click.group()
def ranking() -> None:
    """What orders the feed for each person."""


@ranking.command("train")
@click.option("--seed", default=7, show_default=True, help="Seed of the trees' randomness.")
@click.option("--serve-anyway", is_flag=True, help="Serve it even if the rules do better.")
@click.option("--json", "as_json", is_flag=True, help="Print the model card as JSON.")
def train(seed: int, serve_anyway: bool, as_json: bool) -> None:
    """Train from the warehouse and serve the result.

    It learns from what people were shown and did, up to the latest quarter, and is measured on
    that quarter; it serves if it beats the rules there. Build the warehouse first if it is old:
    rethread warehouse build.
    """
    with database(environment.load()):
        start_django()
        from rethread.market.discovery.services import train as run

        found = run(seed=seed, serve_anyway=serve_anyway)
    card = found.card
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(card), indent=1).decode())
        return
    what = "serves now" if found.serves else "is not served: the rules do as well on later days"
    click.echo(f"{card.model_id} {what}; {card.seconds} s of processor time.")
    click.echo(
        f"Learned from {card.rankings:,} rankings ({card.rows:,} garments), measured on the "
        f"{card.rankings_held_out:,} after them:"
    )
    for name, values in sorted(card.metrics.items(), key=lambda item: -item[1]["ndcg@10"]):
        click.echo(f"  {name:10} NDCG@10 {values['ndcg@10']:.4f}")


@ranking.command("evaluate")
@click.option("--seeds", default=4, show_default=True, help="How many populations of each kind.")
@click.option("--people", default=200, show_default=True, help="How many people in each.")
@click.option("--days", default=40, show_default=True, help="How many days each lives.")
@click.option("--first-seed", default=9001, show_default=True, help="Seed of the first of them.")
@click.option("--population", multiple=True, help="Judge on this population; all, if not said.")
@click.option("--learn-from", default="styles", show_default=True, help="Population to learn from.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def evaluate(
    seeds: int,
    people: int,
    days: int,
    first_seed: int,
    population: tuple[str, ...],
    learn_from: str,
    as_json: bool,
) -> None:
    """Compare rankers on populations with hidden tastes.

    Trees learn from other seeds; two of the populations are built differently from what they
    learned from. Nothing of this market is read or changed.
    """
    environment.load()
    start_django()
    from rethread.simulation.comparing import POPULATIONS, compare
    from rethread.simulation.feed_trial import TrialScale

    for name in (*population, learn_from):
        if name not in POPULATIONS:
            raise click.BadParameter(f"{name!r} is none of: {', '.join(POPULATIONS)}")
    scale = TrialScale(people=people, days=days, sellers=people * 3 // 10, listings=people * 3)
    comparisons, fairness = compare(
        scale,
        [first_seed + n for n in range(seeds)],
        population or tuple(POPULATIONS),
        learn_from=learn_from,
        on_progress=lambda text: click.echo(f"  {text}", err=True),
    )
    if as_json:
        found = {"comparisons": comparisons, "new_sellers": fairness}
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return
    for one in comparisons:
        click.echo(
            f"{one.population}: trees {one.better:.4f} purchases a visit, {one.against} "
            f"{one.worse:.4f}; difference {one.difference:+.4f} [{one.low:+.4f}, {one.high:+.4f}], "
            f"{one.seeds} seeds, {one.visits:,} visits"
        )
    for each in fairness:
        shares = ", ".join(f"{name} {share:.1%}" for name, share in each.shares.items())
        click.echo(
            f"{each.population}: impressions of new sellers: {shares}; under the trees "
            f"{each.impressions['trees']:,}, newest first {each.impressions['newest']:,}, "
            f"no fewer on {each.no_fewer} of {each.seeds} seeds"
        )


@ranking.command("replay")
def replay() -> None:
    """Compute logged features again and compare each bit."""
    with database(environment.load()):
        start_django()
        from rethread.market.discovery.services import replay as run

        found = run()
    click.echo(
        f"{found.rows:,} garments of {found.rankings:,} rankings computed again: "
        f"{found.different:,} differ, {found.unknown:,} lack a version in the warehouse."
    )
    sys.exit(1 if found.different or found.unknown else 0)


@ranking.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(as_json: bool) -> None:
    """Say which step of the ladder serves, and why."""
    with database(environment.load()):
        start_django()
        from rethread.market.discovery.services import ladder_status

        found = ladder_status()
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), indent=1))
        return
    click.echo(f"{found.rung} serve now." + (f" {found.reason}" if found.reason else ""))
    if found.card is not None:
        click.echo(f"Model in place: {found.card.model_id}")
