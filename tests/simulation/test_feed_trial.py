"""Trials of the feed: the same luck under every ranker, and tastes that no ranker is told."""

from __future__ import annotations

from rethread.simulation.feed_trial import Trial, TrialScale, steady
from rethread.simulation.other_tastes import utility_by_brand_and_colour
from rethread.simulation.taste import utility

SMALL = TrialScale(people=30, sellers=10, listings=80, days=12)


def test_the_same_seed_and_ranker_give_the_same_outcome() -> None:
    one, other = (Trial(5, SMALL, steady(utility), "rules").run() for _ in range(2))
    assert (one.visits, one.purchases) == (other.visits, other.purchases)
    assert sum(one.visits.values()) > 30


def test_every_ranker_meets_the_same_visits() -> None:
    newest, popular = (Trial(5, SMALL, steady(utility), p).run() for p in ("newest", "popular"))
    assert newest.visits == popular.visits
    assert newest.impressions > 0


def test_nothing_is_sold_twice_and_sold_garments_are_never_shown_again() -> None:
    trial = Trial(6, SMALL, steady(utility), "rules")
    trial.run()
    bought = [
        action.item.listing_id
        for actions in trial.actions.values()
        for action in actions
        if action.kind == "buy"
    ]
    assert bought
    assert len(bought) == len(set(bought))
    assert not set(bought) & set(trial.live)


def test_the_other_population_wants_other_things() -> None:
    trial = Trial(7, SMALL, steady(utility), "newest")
    garments = [offer.garment for offer in trial.offers[:40]]
    person = trial.people[3]
    ours = [utility(person, garment, 2000) for garment in garments]
    theirs = [utility_by_brand_and_colour(person, garment, 2000) for garment in garments]
    by_ours = sorted(range(40), key=lambda n: -ours[n])[:10]
    by_theirs = sorted(range(40), key=lambda n: -theirs[n])[:10]
    assert set(by_ours) != set(by_theirs)
