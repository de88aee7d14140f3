"""The synthetic population: tastes, sizes, budgets and habits, known exactly because we drew them.

Pure: no database, no clock. The market never sees these values, only what people do.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

DEMO_BUYER = "buyer@demo.rethread.example"
DEMO_SELLER = "seller@demo.rethread.example"
SHOWN_SESSIONS = 6.0  # a week, of the demo's own buyer, at least: they have orders to look at
SHOWN_LISTINGS = 16  # about how many the demo's own seller has, so that there is much to see
FIRST_NAMES = (
    "Ada", "Aisha", "Amara", "Ana", "Anya", "Bea", "Beth", "Callum", "Carys", "Chidi", "Chloe",
    "Dara", "Dev", "Dina", "Eilidh", "Elif", "Ella", "Emeka", "Erin", "Esme", "Farah", "Femi",
    "Finn", "Freya", "Gia", "Grace", "Hana", "Hugo", "Ines", "Iris", "Isla", "Ivo", "Jade",
    "Jamal", "Jo", "Juno", "Kai", "Kira", "Kofi", "Lara", "Leila", "Lena", "Liv", "Lola", "Luca",
    "Mabel", "Maja", "Maya", "Mei", "Mila", "Mina", "Nadia", "Nia", "Niall", "Noor", "Orla",
    "Otis", "Pia", "Priya", "Quinn", "Ravi", "Remi", "Rhys", "Rosa", "Ruby", "Sana", "Sasha",
    "Seren", "Suki", "Tara", "Tess", "Theo", "Tilda", "Uma", "Vera", "Wren", "Yara", "Yusuf",
    "Zadie", "Zoe",
)  # fmt: skip
SHOP_WORDS = (
    "archive", "attic", "closet", "rail", "finds", "thrift", "wardrobe", "vintage", "studio",
    "preloved", "edit", "store", "threads", "rack", "loft", "market", "drawer", "hanger",
)  # fmt: skip
CITIES = (
    ("London", "E8 3RH"), ("London", "SE15 4QN"), ("Manchester", "M4 1HQ"), ("Leeds", "LS6 2AA"),
    ("Bristol", "BS6 5BZ"), ("Glasgow", "G12 8QQ"), ("Edinburgh", "EH6 6QW"),
    ("Cardiff", "CF24 3DG"), ("Brighton", "BN1 4GN"), ("Sheffield", "S11 8TP"),
    ("Liverpool", "L8 7LB"), ("Norwich", "NR2 3RJ"), ("Belfast", "BT9 6AF"),
    ("Newcastle", "NE2 2DJ"), ("Nottingham", "NG7 2RD"), ("York", "YO10 4HA"),
)  # fmt: skip
STREETS = ("Mill Lane", "Station Road", "Church Street", "Elm Grove", "Victoria Road", "Park Row")
ALPHA = ("XS", "S", "M", "L", "XL")
UK_WOMEN = {"XS": "6", "S": "8", "M": "12", "L": "14", "XL": "18"}
WAISTS = {"XS": 26, "S": 28, "M": 31, "L": 34, "XL": 38}
UK_SHOES = {"women": ("3", "4", "5", "6", "7"), "men": ("7", "8", "9", "10", "11")}
AESTHETICS: dict[str, tuple[str, ...]] = {
    "y2k": ("y2k", "streetwear"),
    "vintage": ("vintage", "retro"),
    "minimal": ("minimalist", "casual"),
    "streetwear": ("streetwear", "sporty"),
    "cottage": ("cottagecore", "boho"),
    "outdoor": ("gorpcore", "workwear"),
    "smart": ("smart", "preppy"),
    "grunge": ("grunge", "punk"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the population; `budget_minor` is about what they like to pay for a garment."""

    number: int
    name: str
    department: str
    aesthetic: str
    alpha_size: str
    shoe_size: str
    budget_minor: int
    price_sensitivity: float
    brand_love: float
    sessions_per_week: float
    city: str
    postcode: str
    street: str

    @property
    def styles(self) -> tuple[str, ...]:
        """Return the style codes this person is drawn to."""
        return AESTHETICS[self.aesthetic]

    @property
    def waist(self) -> int:
        """Return the waist this person wears, in inches."""
        return WAISTS[self.alpha_size]

    @property
    def email(self) -> str:
        """Return an address that can never belong to anybody (RFC 2606)."""
        return f"{self.name.lower()}.{self.number}@people.rethread.example"


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody who sells: how much, how well described, and how quickly they send."""

    person: Person
    handle: str
    shop_name: str
    listings: int
    care: float
    ships_after_h: float
    reliable: bool


def draw_people(seed: int, count: int, *, role: str) -> list[Person]:
    """Draw `count` people; the same seed and role give the same people."""
    rng = random.Random(f"people-{role}-{seed}")
    people = [_draw_person(rng, number) for number in range(count)]
    if role == "buyer" and people:
        often = max(people[0].sessions_per_week, SHOWN_SESSIONS)
        people[0] = replace(people[0], sessions_per_week=often)
    return people


def _draw_person(rng: random.Random, number: int) -> Person:
    department = rng.choices(("women", "men"), (0.64, 0.36))[0]
    city, postcode = rng.choice(CITIES)
    return Person(
        number=number,
        name=rng.choice(FIRST_NAMES),
        department=department,
        aesthetic=rng.choice(sorted(AESTHETICS)),
        alpha_size=rng.choices(ALPHA, (0.12, 0.26, 0.32, 0.2, 0.1))[0],
        shoe_size=rng.choice(UK_SHOES[department]),
        budget_minor=int(rng.lognormvariate(3.2, 0.5) * 100),
        price_sensitivity=rng.uniform(0.6, 2.0),
        brand_love=rng.uniform(0.0, 1.0),
        sessions_per_week=rng.lognormvariate(-0.85, 0.7),
        city=city,
        postcode=postcode,
        street=f"{rng.randint(1, 140)} {rng.choice(STREETS)}",
    )


def draw_sellers(seed: int, count: int, listings: int) -> list[Seller]:
    """Draw sellers who share `listings` unequally, as on every market: a few sell most."""
    rng = random.Random(f"sellers-{seed}")
    people = draw_people(seed, count, role="seller")
    weights = [1 / (rank + 2) ** 0.55 for rank in range(count)]
    rng.shuffle(weights)
    shares = [max(1, round(listings * weight / sum(weights))) for weight in weights]
    while sum(shares) != listings:
        index = rng.randrange(count)
        step = 1 if sum(shares) < listings else -1
        if shares[index] + step >= 1:
            shares[index] += step
    shown = min(range(count), key=lambda index: (abs(shares[index] - SHOWN_LISTINGS), index))
    shares[0], shares[shown] = shares[shown], shares[0]
    return [_seller(rng, person, share) for person, share in zip(people, shares, strict=True)]


def _seller(rng: random.Random, person: Person, listings: int) -> Seller:
    word = rng.choice(SHOP_WORDS)
    return Seller(
        person=person,
        handle=f"{person.name.lower()}.{word}{person.number}",
        shop_name=f"{person.name}'s {word}",
        listings=listings,
        care=rng.betavariate(3, 1.6),
        ships_after_h=rng.lognormvariate(3.2, 0.6),
        reliable=rng.random() > 0.04 or person.number == 0,
    )
