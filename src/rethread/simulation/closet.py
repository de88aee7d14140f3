"""What hangs in a simulated seller's closet: garments with words, sizes and prices as people write.

Pure: draws plain values from a seeded generator; the catalogue decides what they resolve to.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .garments.spec import GarmentSpec
from .garments.vocabulary import (
    LEAF_CUTS,
    materials_for,
    patterns_for,
    supported_type_for,
    vary_cut,
)
from .people import UK_SHOES, UK_WOMEN, WAISTS, Seller
from .wording import describe, entitle


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of garment: the words of its type, who wears it, what it costs new-ish, its sizes."""

    type: str
    women: float
    men: float
    base_minor: int
    sizes: str
    parcel: str = "small"


KINDS = (
    Kind("t-shirt", 9, 10, 900, "alpha"), Kind("shirt", 4, 9, 1600, "alpha"),
    Kind("blouse", 6, 0, 1400, "dress"), Kind("jumper", 7, 7, 2000, "alpha", "medium"),
    Kind("cardigan", 5, 2, 2000, "alpha", "medium"), Kind("hoodie", 4, 8, 2200, "alpha", "medium"),
    Kind("sweatshirt", 4, 6, 1900, "alpha", "medium"), Kind("jeans", 9, 8, 2400, "waist", "medium"),
    Kind("trousers", 5, 5, 1900, "waist", "medium"), Kind("shorts", 3, 4, 1200, "waist"),
    Kind("mini skirt", 3, 0, 1300, "dress"), Kind("midi skirt", 4, 0, 1600, "dress"),
    Kind("mini dress", 4, 0, 1900, "dress"), Kind("midi dress", 6, 0, 2400, "dress"),
    Kind("maxi dress", 3, 0, 2700, "dress", "medium"), Kind("coat", 4, 4, 4800, "alpha", "large"),
    Kind("denim jacket", 4, 4, 2900, "alpha", "medium"),
    Kind("leather jacket", 2, 3, 6200, "alpha", "large"),
    Kind("puffer jacket", 3, 4, 4200, "alpha", "large"),
    Kind("blazer", 4, 3, 2800, "alpha", "medium"), Kind("polo shirt", 1, 4, 1400, "alpha"),
    Kind("vest top", 3, 1, 800, "alpha"), Kind("joggers", 2, 4, 1600, "alpha", "medium"),
    Kind("jumpsuit", 3, 0, 2400, "dress", "medium"), Kind("trainers", 5, 8, 3800, "shoe", "medium"),
    Kind("ankle boots", 5, 3, 4200, "shoe", "large"), Kind("heels", 3, 0, 2400, "shoe", "medium"),
    Kind("loafers", 2, 2, 2900, "shoe", "medium"), Kind("tote bag", 2, 1, 1500, "none"),
    Kind("shoulder bag", 4, 0, 2600, "none"), Kind("crossbody bag", 3, 1, 2200, "none"),
    Kind("baseball cap", 1, 3, 1000, "none"), Kind("beanie", 1, 2, 800, "none"),
    Kind("scarf", 2, 1, 1200, "none"),
)  # fmt: skip

SHOES = {"trainers", "ankle boots", "heels", "loafers"}
BAGS = {"tote bag", "shoulder bag", "crossbody bag"}
SMALL = {"baseball cap", "beanie", "scarf"}
DRESSY = {
    "blouse",
    "mini skirt",
    "midi skirt",
    "mini dress",
    "midi dress",
    "maxi dress",
    "jumpsuit",
}
SPORTY = {
    "t-shirt", "hoodie", "sweatshirt", "joggers", "shorts", "vest top", "puffer jacket",
    "baseball cap", "beanie", "polo shirt", "crossbody bag",
}  # fmt: skip
DENIM = {"jeans", "denim jacket", "shorts", "t-shirt", "shirt", "mini skirt", "sweatshirt"}


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand as sellers know it: how it lifts a price, who owns it, and what it makes.

    `makes` is one of the groups below; `women_only` brands do not turn up in men's closets.
    """

    name: str
    lift: float
    suits: tuple[str, ...]
    makes: str
    women_only: bool = False


MADE_BY: dict[str, frozenset[str]] = {
    "all": frozenset(kind.type for kind in KINDS),
    "clothes": frozenset(k.type for k in KINDS if k.type not in SHOES | BAGS | SMALL),
    "shoes": frozenset({"trainers", "ankle boots", "loafers"}),
    "boots": frozenset({"ankle boots", "loafers"}),
    "trainers": frozenset({"trainers"}),
    "sport": frozenset(SPORTY | {"trainers"}),
    "denim": frozenset(DENIM),
    "work": frozenset((SPORTY | DENIM | {"jumper", "trousers"}) - {"mini skirt"}),
    "outdoor": frozenset(SPORTY | {"jumper", "coat", "trousers", "shirt"}),
    "classic": frozenset(k.type for k in KINDS if k.type not in SHOES | {"joggers", "vest top"}),
}
BRANDS = (
    Brand("Levi's", 1.25, ("vintage", "minimal", "grunge", "y2k"), "denim"),
    Brand("Nike", 1.3, ("streetwear", "y2k", "outdoor"), "sport"),
    Brand("Adidas", 1.2, ("streetwear", "vintage"), "sport"),
    Brand("Carhartt", 1.5, ("streetwear", "outdoor", "grunge"), "work"),
    Brand("Dickies", 1.1, ("streetwear", "grunge"), "work"),
    Brand("The North Face", 1.6, ("outdoor", "streetwear"), "outdoor"),
    Brand("Patagonia", 1.7, ("outdoor", "minimal"), "outdoor"),
    Brand("Dr. Martens", 1.5, ("grunge", "vintage", "y2k"), "boots"),
    Brand("Converse", 1.0, ("grunge", "streetwear"), "trainers"),
    Brand("Vans", 0.9, ("streetwear", "grunge"), "trainers"),
    Brand("New Balance", 1.3, ("streetwear", "minimal"), "trainers"),
    Brand("Ralph Lauren", 1.6, ("smart", "vintage", "minimal"), "classic"),
    Brand("Tommy Hilfiger", 1.3, ("smart", "y2k"), "classic"),
    Brand("Lacoste", 1.3, ("smart", "vintage"), "sport"),
    Brand("Burberry", 3.2, ("smart", "vintage"), "classic"),
    Brand("COS", 1.5, ("minimal", "smart"), "all"),
    Brand("Arket", 1.5, ("minimal", "outdoor"), "all"),
    Brand("Uniqlo", 0.8, ("minimal", "streetwear"), "clothes"),
    Brand("Zara", 0.7, ("minimal", "y2k", "smart"), "all"),
    Brand("H&M", 0.5, ("minimal", "y2k", "cottage"), "all"),
    Brand("ASOS", 0.6, ("y2k", "streetwear"), "all"),
    Brand("Topshop", 0.8, ("y2k", "grunge"), "all", women_only=True),
    Brand("Urban Outfitters", 0.9, ("y2k", "grunge", "cottage"), "clothes"),
    Brand("Free People", 1.5, ("cottage", "vintage"), "clothes", women_only=True),
    Brand("Laura Ashley", 1.3, ("cottage", "vintage"), "clothes", women_only=True),
    Brand("Ganni", 2.4, ("cottage", "minimal"), "all", women_only=True),
    Brand("Reformation", 2.6, ("cottage", "minimal", "smart"), "clothes", women_only=True),
    Brand("Whistles", 1.4, ("smart", "minimal"), "classic", women_only=True),
    Brand("Reiss", 1.6, ("smart", "minimal"), "classic"),
    Brand("Ted Baker", 1.3, ("smart", "cottage"), "classic"),
    Brand("Barbour", 1.9, ("outdoor", "smart", "vintage"), "outdoor"),
    Brand("Stone Island", 3.0, ("streetwear", "outdoor"), "outdoor"),
    Brand("Stüssy", 1.8, ("streetwear", "y2k"), "sport"),
    Brand("Fila", 0.9, ("y2k", "vintage", "streetwear"), "sport"),
    Brand("Diesel", 1.4, ("y2k", "grunge"), "denim"),
    Brand("Miss Sixty", 1.3, ("y2k",), "denim", women_only=True),
    Brand("Monki", 0.6, ("y2k", "cottage"), "clothes", women_only=True),
    Brand("Weekday", 0.8, ("minimal", "grunge"), "clothes"),
    Brand("Marks & Spencer", 0.6, ("cottage", "smart", "vintage"), "all"),
    Brand("Clarks", 1.0, ("smart", "vintage", "minimal"), "shoes"),
)

COLOURS = (
    ("black", 20), ("white", 11), ("navy", 9), ("blue", 11), ("grey", 8), ("brown", 7),
    ("beige", 6), ("cream", 5), ("green", 6), ("red", 5), ("pink", 5), ("burgundy", 3),
    ("orange", 2), ("yellow", 2), ("purple", 3),
)  # fmt: skip
CONDITIONS = (
    ("new with tags", 0.08, 1.25), ("excellent", 0.34, 1.05), ("good", 0.42, 0.9),
    ("used", 0.16, 0.68),
)  # fmt: skip
CATALOGUE_PATTERN = {"fair-isle": "other"}
ERA_OF = {"y2k": "y2k", "vintage": "90s", "grunge": "90s"}


@dataclass(frozen=True, slots=True)
class Garment:
    """One garment to list: what its seller writes, and how it is drawn."""

    title: str
    description: str
    type: str
    department: str
    brand: str
    size: str
    condition: str
    colours: tuple[str, ...]
    styles: tuple[str, ...]
    era: str
    material: str
    pattern: str
    parcel_size: str
    price_minor: int
    drawing: GarmentSpec | None
    aesthetic: str
    appeal: float
    photograph: Path | None = None


def fill_closet(seed: int, seller: Seller) -> list[Garment]:
    """Draw the garments a seller will list, in the order in which they will list them."""
    rng = random.Random(f"closet-{seed}-{seller.person.number}")
    return [_garment(rng, seller) for _ in range(seller.listings)]


def _garment(rng: random.Random, seller: Seller) -> Garment:
    person = seller.person
    weights = [kind.women if person.department == "women" else kind.men for kind in KINDS]
    kind = rng.choices(KINDS, weights)[0]
    brand = _brand(rng, kind, person.department, person.aesthetic)
    condition, _, wear = rng.choices(CONDITIONS, [c[1] for c in CONDITIONS])[0]
    drawing = _drawing(rng, kind, person.department, person.aesthetic)
    size = _size(rng, kind, person.department, person.alpha_size, person.shoe_size)
    appeal = rng.gauss(0, 1)
    price = kind.base_minor * brand.lift * wear * rng.lognormvariate(0, 0.22)
    style = rng.choice(person.styles) if rng.random() < 0.75 else ""
    words = {
        "type": kind.type, "brand": brand.name, "colour": drawing.colour,
        "pattern": drawing.pattern, "material": drawing.material, "size": size,
        "condition": condition, "style": style,
        "era": ERA_OF.get(person.aesthetic, "") if rng.random() < 0.5 else "",
    }  # fmt: skip
    return Garment(
        title=entitle(rng, words, seller.care),
        description=describe(rng, words, seller.care),
        type=kind.type,
        department=person.department,
        brand=brand.name,
        size=size,
        condition=condition,
        colours=tuple(filter(None, (drawing.colour, drawing.colour2)))[:2],
        styles=(style,) if style else (),
        era=words["era"],
        material=drawing.material,
        pattern=CATALOGUE_PATTERN.get(drawing.pattern, drawing.pattern),
        parcel_size=kind.parcel,
        price_minor=_round_price(price),
        drawing=drawing,
        aesthetic=person.aesthetic,
        appeal=appeal,
    )


def _brand(rng: random.Random, kind: Kind, department: str, aesthetic: str) -> Brand:
    """Pick a brand that makes such a thing; sellers mostly own what suits their aesthetic."""
    fitting = [
        brand
        for brand in BRANDS
        if kind.type in MADE_BY[brand.makes] and not (brand.women_only and department == "men")
    ]
    return rng.choices(fitting, [5.0 if aesthetic in b.suits else 0.6 for b in fitting])[0]


def _drawing(rng: random.Random, kind: Kind, department: str, aesthetic: str) -> GarmentSpec:
    drawable = supported_type_for(kind.type)
    numbers = np.random.default_rng(rng.getrandbits(63))
    patterns = patterns_for(drawable)
    pattern = patterns[0] if rng.random() < 0.55 else rng.choice(patterns)
    colour = rng.choices([c for c, _ in COLOURS], [w for _, w in COLOURS])[0]
    if drawable == "jeans":
        colour = rng.choice(("blue", "blue", "navy", "black", "grey"))
    second = ""
    if pattern not in {"plain", "denim-wash"}:
        second = rng.choice([c for c, _ in COLOURS if c != colour])
    return GarmentSpec(
        type=drawable,
        department=department,
        colour=colour,
        colour2=second,
        pattern=pattern,
        material=_material(rng, kind, drawable),
        style=aesthetic,
        cut=vary_cut(drawable, numbers, _fixed_cut(kind.type)),
        seed=rng.getrandbits(31),
    )


def _material(rng: random.Random, kind: Kind, drawable: str) -> str:
    named = kind.type.split(" ")[0]
    return named if named in {"denim", "leather"} else rng.choice(materials_for(drawable))


def _fixed_cut(type_text: str) -> str:
    return LEAF_CUTS.get(type_text.replace(" ", "-"), "")


def _size(rng: random.Random, kind: Kind, department: str, alpha: str, shoe: str) -> str:
    """Sellers mostly sell what they wear themselves; one in five is another size."""
    if rng.random() < 0.2:
        alpha = rng.choice(tuple(UK_WOMEN))
        shoe = rng.choice(UK_SHOES[department])
    if kind.sizes == "alpha":
        return alpha
    if kind.sizes == "dress":
        return f"UK {UK_WOMEN[alpha]}"
    if kind.sizes == "waist":
        waist = WAISTS[alpha] + rng.choice((0, 0, 1, -1))
        return f"W{waist} L{rng.choice((30, 32, 32, 34))}"
    if kind.sizes == "shoe":
        return f"UK {shoe}"
    return "One size"


def _round_price(price: float) -> int:
    """People ask for whole pounds, and often for 8, 15 or 24 rather than 23.40."""
    pounds = max(3, round(price / 100))
    return pounds * 100
