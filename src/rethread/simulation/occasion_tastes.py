"""A third population, built differently again: people who shop for an occasion, near an archetype.

Every word of a garment (its type, brand, colour, pattern, material) is a point in a space that only
this file knows; an archetype is the middle of an imagined outfit. A person has three of them, for
three occasions, and which one they shop for changes from day to day, so what somebody did yesterday
may say nothing of today. Budgets drift from week to week and rise when wages come. Aesthetics,
favourite brands and favourite kinds do not exist here. Pure.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from functools import lru_cache

from .closet import BRANDS, COLOURS, KINDS, Garment
from .people import Person
from .taste import fits

AXES = 5
ARCHETYPES = 9
OCCASIONS = 3
WEIGHTS = (0.45, 0.25, 0.15, 0.1, 0.05)  # of type, brand, colour, pattern, material
OPEN_SHARE = 0.3  # of people, who wear whatever department it hangs in
Point = tuple[float, ...]


@lru_cache(maxsize=2_000)
def _word(kind: str, word: str) -> Point:
    rng = random.Random(f"word-{kind}-{word}")
    return tuple(rng.gauss(0, 1) for _ in range(AXES))


def _mixed(parts: Iterable[tuple[float, Point]]) -> Point:
    found = [0.0] * AXES
    for weight, point in parts:
        for axis in range(AXES):
            found[axis] += weight * point[axis]
    return tuple(found)


@lru_cache(maxsize=50_000)
def _place(type_: str, brand: str, colour: str, pattern: str, material: str) -> Point:
    words = zip(
        ("type", "brand", "colour", "pattern", "material"),
        (type_, brand, colour, pattern, material),
        strict=True,
    )
    return _mixed((w, _word(*pair)) for w, pair in zip(WEIGHTS, words, strict=True))


@lru_cache(maxsize=1)
def _archetypes() -> tuple[Point, ...]:
    """Return the middle of an imagined outfit of three garments, for each archetype."""
    rng = random.Random("archetypes")
    return tuple(
        _mixed(
            (
                1 / 3,
                _place(
                    rng.choice(KINDS).type, rng.choice(BRANDS).name, rng.choice(COLOURS)[0],
                    "plain", "cotton",
                ),
            )
            for _ in range(3)
        )
        for _ in range(ARCHETYPES)
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _wardrobe(number: int, name: str) -> tuple[tuple[int, ...], bool]:
    """Return a person's archetype per occasion, and whether they shop in every department."""
    rng = random.Random(f"wardrobe-{number}-{name}")
    return tuple(rng.sample(range(ARCHETYPES), OCCASIONS)), rng.random() < OPEN_SHARE


@lru_cache(maxsize=100_000)
def _today(number: int, name: str, day: int) -> tuple[int, float]:
    """Return the occasion a person shops for on a day, and by what their budget has drifted."""
    mood = random.Random(f"mood-{number}-{name}-{day}")
    weights = (0.6, 0.25, 0.15) if day % 7 < 4 else (0.15, 0.35, 0.5)
    occasion = mood.choices(range(OCCASIONS), weights)[0]
    drift = sum(
        random.Random(f"week-{number}-{name}-{week}").gauss(0, 0.15) for week in range(day // 7 + 1)
    )
    return occasion, drift + (0.25 if day % 30 < 7 else 0.0)


def utility_by_occasion(person: Person, garment: Garment, price_minor: int, day: int) -> float:
    """Return how much such a person wants a garment at a price on a day, in logits."""
    own, is_open = _wardrobe(person.number, person.name)
    occasion, drift = _today(person.number, person.name, day)
    middle = _archetypes()[own[occasion]]
    colour = garment.colours[0] if garment.colours else ""
    here = _place(garment.type, garment.brand, colour, garment.pattern, garment.material)
    value = -1.2 + 4.0 * math.exp(-(math.dist(here, middle) ** 2)) + 0.35 * garment.appeal
    value += 0.1 if fits(person, garment) else -1.4
    value -= 0.0 if is_open or garment.department == person.department else 2.2
    stretch = math.log(max(price_minor, 1) / person.budget_minor) - drift
    return value - (1.8 * stretch if stretch > 0 else 0.3 * (stretch < -1.0))
