"""How much a person wants a garment: the truth that the market never sees.

Pure. Utilities are on a logit scale; a logistic of them gives the chance of each step.
"""

from __future__ import annotations

import math

from .closet import Garment
from .people import AESTHETICS, UK_WOMEN, Person

LIKES_ABOVE = 0.4
WANTS_ABOVE = 1.1


def utility(person: Person, garment: Garment, buyer_price_minor: int) -> float:
    """Return how much a person wants a garment at a price, in logits.

    Wrong department and wrong size weigh most, as they do for people; then price against budget,
    style, brand and the garment's own appeal.
    """
    value = -0.2 + 0.45 * garment.appeal
    value += 0.5 if garment.department == person.department else -3.0
    value += 0.7 if fits(person, garment) else -2.2
    value += 1.0 if garment.aesthetic == person.aesthetic else _kinship(person, garment)
    stretch = math.log(max(buyer_price_minor, 1) / person.budget_minor)
    return value - person.price_sensitivity * max(stretch, -1.0)


def _kinship(person: Person, garment: Garment) -> float:
    shared = set(AESTHETICS[person.aesthetic]) & set(AESTHETICS[garment.aesthetic])
    return 0.4 if shared else -0.35


def fits(person: Person, garment: Garment) -> bool:
    """Tell whether a garment is the person's size."""
    size = garment.size
    if size == "One size":
        return True
    if size.startswith("W"):
        return abs(int(size[1:].split()[0]) - person.waist) <= 1
    if garment.type in {"trainers", "ankle boots", "heels", "loafers"}:
        return size == f"UK {person.shoe_size}"
    if size.startswith("UK "):
        return size == f"UK {UK_WOMEN[person.alpha_size]}"
    return size == person.alpha_size


def chance(value: float, *, base: float) -> float:
    """Return the probability of a step at which a neutral garment has probability `base`."""
    return 1 / (1 + math.exp(-(value + math.log(base / (1 - base)))))
