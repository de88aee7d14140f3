"""A population built differently: people who love brands and colours, not styles.

It exists to judge rankers on tastes that nothing was tuned on: utilities are made of other things,
in other proportions, with a hard ceiling of price and a weak view of size. Pure.
"""

from __future__ import annotations

import random
from functools import lru_cache

from .closet import BRANDS, COLOURS, KINDS, Garment
from .people import Person
from .taste import fits


@lru_cache(maxsize=20_000)
def _loves(number: int, name: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rng = random.Random(f"loves-{number}-{name}")
    brands = frozenset(rng.sample([brand.name for brand in BRANDS], 3))
    colours = frozenset(rng.sample([colour for colour, _ in COLOURS], 2))
    kinds = frozenset(rng.sample([kind.type for kind in KINDS], 7))
    return brands, colours, kinds


def utility_by_brand_and_colour(person: Person, garment: Garment, buyer_price_minor: int) -> float:
    """Return how much such a person wants a garment at a price, in logits."""
    brands, colours, kinds = _loves(person.number, person.name)
    value = -0.5 + 0.3 * garment.appeal
    value += 0.3 if garment.department == person.department else -2.0
    value += 1.6 if garment.brand in brands else -0.2
    value += 1.1 if garment.colours and garment.colours[0] in colours else -0.3
    value += 0.8 if garment.type in kinds else -0.4
    value += 0.2 if fits(person, garment) else -1.0
    return value - (2.5 if buyer_price_minor > 1.4 * person.budget_minor else 0.0)
