"""The taxonomy: department > category > leaf type. Data only; what a type needs follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from rethread.market.pricing.types import ParcelSize

from .vocabulary import Term, Vocabulary

SizeKind = Literal["clothing", "bottoms", "shoes", "headwear", "accessory", "none"]


@dataclass(frozen=True, slots=True)
class GarmentType(Term):
    """A leaf type: the category it is in, how it is sized, the parcel it usually ships in."""

    category: str = ""
    size_kind: SizeKind = "none"
    parcel_size: ParcelSize = "medium"

    @property
    def needs_size(self) -> bool:
        """Tell whether a listing of this type cannot go live without a size."""
        return self.size_kind in {"clothing", "bottoms", "shoes", "headwear"}


DEPARTMENTS: Vocabulary[Term] = Vocabulary(
    [
        Term("women", _("Women"), ("womens", "ladies", "woman")),
        Term("men", _("Men"), ("mens", "gents", "man")),
        Term("unisex", _("Unisex"), ("everyone",)),
        Term("kids", _("Kids"), ("children", "child")),
    ]
)

CATEGORIES: Vocabulary[Term] = Vocabulary(
    [
        Term("tops", _("Tops")),
        Term("knitwear", _("Knitwear and sweats"), ("sweaters",)),
        Term("dresses", _("Dresses and jumpsuits")),
        Term("bottoms", _("Bottoms")),
        Term("outerwear", _("Coats and jackets"), ("outerwear",)),
        Term("tailoring", _("Tailoring"), ("suits",)),
        Term("swim_and_sport", _("Swim and sport"), ("activewear",)),
        Term("footwear", _("Shoes"), ("footwear",)),
        Term("hats", _("Hats"), ("headwear",)),
        Term("bags", _("Bags")),
        Term("accessories", _("Accessories")),
    ]
)

TYPES: Vocabulary[GarmentType] = Vocabulary(
    [
        GarmentType(
            "t_shirt", _("T-shirt"), ("tee", "tshirt", "t shirt"), "tops", "clothing", "small"
        ),
        GarmentType(
            "longsleeve",
            _("Long-sleeved top"),
            ("long sleeve", "long sleeve top"),
            "tops",
            "clothing",
            "small",
        ),
        GarmentType("top", _("Top"), ("cami", "crop top"), "tops", "clothing", "small"),
        GarmentType("blouse", _("Blouse"), (), "tops", "clothing", "small"),
        GarmentType("shirt", _("Shirt"), ("button up",), "tops", "clothing", "small"),
        GarmentType("polo", _("Polo shirt"), ("polo shirt",), "tops", "clothing", "small"),
        GarmentType(
            "vest", _("Vest top"), ("tank top", "tank", "vest top"), "tops", "clothing", "small"
        ),
        GarmentType("bodysuit", _("Bodysuit"), (), "tops", "clothing", "small"),
        GarmentType(
            "jumper", _("Jumper"), ("sweater", "pullover", "knit"), "knitwear", "clothing", "medium"
        ),
        GarmentType("cardigan", _("Cardigan"), ("cardi",), "knitwear", "clothing", "medium"),
        GarmentType(
            "hoodie", _("Hoodie"), ("hooded sweatshirt",), "knitwear", "clothing", "medium"
        ),
        GarmentType(
            "sweatshirt", _("Sweatshirt"), ("sweat", "crewneck"), "knitwear", "clothing", "medium"
        ),
        GarmentType(
            "knitted_vest",
            _("Knitted vest"),
            ("sweater vest", "tank knit"),
            "knitwear",
            "clothing",
            "small",
        ),
        GarmentType(
            "dress",
            _("Dress"),
            ("frock", "mini dress", "midi dress", "maxi dress"),
            "dresses",
            "clothing",
            "medium",
        ),
        GarmentType("jumpsuit", _("Jumpsuit"), ("boiler suit",), "dresses", "clothing", "medium"),
        GarmentType("playsuit", _("Playsuit"), ("romper",), "dresses", "clothing", "small"),
        GarmentType("jeans", _("Jeans"), ("denims",), "bottoms", "bottoms", "medium"),
        GarmentType(
            "trousers", _("Trousers"), ("pants", "chinos", "slacks"), "bottoms", "bottoms", "medium"
        ),
        GarmentType(
            "joggers",
            _("Joggers"),
            ("sweatpants", "tracksuit bottoms"),
            "bottoms",
            "bottoms",
            "medium",
        ),
        GarmentType("leggings", _("Leggings"), ("tights",), "bottoms", "bottoms", "small"),
        GarmentType("shorts", _("Shorts"), (), "bottoms", "bottoms", "small"),
        GarmentType(
            "skirt", _("Skirt"), ("mini skirt", "midi skirt"), "bottoms", "bottoms", "small"
        ),
        GarmentType("dungarees", _("Dungarees"), ("overalls",), "bottoms", "bottoms", "medium"),
        GarmentType(
            "jacket",
            _("Jacket"),
            ("bomber", "overshirt", "windbreaker"),
            "outerwear",
            "clothing",
            "large",
        ),
        GarmentType(
            "denim_jacket",
            _("Denim jacket"),
            ("jean jacket", "trucker jacket"),
            "outerwear",
            "clothing",
            "large",
        ),
        GarmentType(
            "leather_jacket",
            _("Leather jacket"),
            ("biker jacket",),
            "outerwear",
            "clothing",
            "large",
        ),
        GarmentType(
            "puffer",
            _("Puffer jacket"),
            ("puffer jacket", "down jacket"),
            "outerwear",
            "clothing",
            "large",
        ),
        GarmentType("coat", _("Coat"), ("overcoat", "parka"), "outerwear", "clothing", "large"),
        GarmentType(
            "trench_coat", _("Trench coat"), ("trench", "mac"), "outerwear", "clothing", "large"
        ),
        GarmentType("raincoat", _("Raincoat"), ("waterproof",), "outerwear", "clothing", "large"),
        GarmentType("gilet", _("Gilet"), ("body warmer",), "outerwear", "clothing", "medium"),
        GarmentType("fleece", _("Fleece"), ("fleece jacket",), "outerwear", "clothing", "medium"),
        GarmentType("blazer", _("Blazer"), ("suit jacket",), "tailoring", "clothing", "large"),
        GarmentType("waistcoat", _("Waistcoat"), (), "tailoring", "clothing", "small"),
        GarmentType("suit", _("Suit"), (), "tailoring", "clothing", "large"),
        GarmentType(
            "swimwear",
            _("Swimwear"),
            ("swimsuit", "bikini", "swim shorts"),
            "swim_and_sport",
            "clothing",
            "small",
        ),
        GarmentType(
            "sports_top",
            _("Sports top"),
            ("football shirt", "jersey"),
            "swim_and_sport",
            "clothing",
            "small",
        ),
        GarmentType("sports_bra", _("Sports bra"), (), "swim_and_sport", "clothing", "small"),
        GarmentType("shoes", _("Shoes"), ("brogues", "lace ups"), "footwear", "shoes", "large"),
        GarmentType(
            "trainers", _("Trainers"), ("sneakers", "runners"), "footwear", "shoes", "large"
        ),
        GarmentType("boots", _("Boots"), ("ankle boots",), "footwear", "shoes", "large"),
        GarmentType("heels", _("Heels"), ("high heels", "pumps"), "footwear", "shoes", "large"),
        GarmentType(
            "sandals", _("Sandals"), ("sliders", "flip flops"), "footwear", "shoes", "medium"
        ),
        GarmentType("flats", _("Flats"), ("ballet flats",), "footwear", "shoes", "medium"),
        GarmentType("loafers", _("Loafers"), ("moccasins",), "footwear", "shoes", "large"),
        GarmentType("cap", _("Cap"), ("baseball cap",), "hats", "headwear", "small"),
        GarmentType("hat", _("Hat"), ("bucket hat", "fedora"), "hats", "headwear", "medium"),
        GarmentType("beanie", _("Beanie"), ("woolly hat",), "hats", "headwear", "small"),
        GarmentType(
            "handbag",
            _("Handbag"),
            ("bag", "shoulder bag", "purse", "clutch"),
            "bags",
            "none",
            "medium",
        ),
        GarmentType("tote", _("Tote bag"), ("tote bag", "shopper"), "bags", "none", "medium"),
        GarmentType("backpack", _("Backpack"), ("rucksack",), "bags", "none", "large"),
        GarmentType(
            "crossbody", _("Crossbody bag"), ("crossbody bag", "bum bag"), "bags", "none", "small"
        ),
        GarmentType("belt", _("Belt"), (), "accessories", "accessory", "small"),
        GarmentType("scarf", _("Scarf"), ("shawl",), "accessories", "none", "small"),
        GarmentType("gloves", _("Gloves"), ("mittens",), "accessories", "accessory", "small"),
        GarmentType("sunglasses", _("Sunglasses"), ("shades",), "accessories", "none", "small"),
        GarmentType(
            "jewellery",
            _("Jewellery"),
            ("jewelry", "necklace", "earrings", "bracelet", "ring"),
            "accessories",
            "none",
            "small",
        ),
        GarmentType("tie", _("Tie"), ("bow tie",), "accessories", "none", "small"),
    ]
)


def resolve_type(text: str) -> GarmentType | None:
    """Return the leaf type that people mean by `text` ("denim jacket", "Sneakers"), or None."""
    return TYPES.find(text)


def types_in(category: str) -> tuple[GarmentType, ...]:
    """Return the leaf types of a category, in the order people are shown them."""
    return tuple(item for item in TYPES if item.category == category)
