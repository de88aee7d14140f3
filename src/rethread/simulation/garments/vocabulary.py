"""Which garments can be drawn, in which cuts, patterns and materials, and what stands in for what.

Plain data and its look-ups: nothing here draws, and nothing here knows the catalogue's tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from rethread.simulation.garments.spec import UnsupportedGarment

_CLOTH = ("plain", "striped", "checked", "polka-dot", "floral", "animal", "colour-block")
_FIT = ("regular", "boxy", "slim")
_POSE = ("down", "out", "mixed", "down")

CUTS: dict[str, dict[str, tuple[str, ...]]] = {
    "tee": {"neck": ("crew", "v", "scoop"), "sleeve": ("short", "long", "half"), "fit": _FIT,
            "pocket": ("none", "none", "chest")},
    "polo": {"sleeve": ("short", "long"), "fit": _FIT},
    "vest": {"neck": ("scoop", "v", "square"), "fit": ("regular", "cropped", "slim")},
    "shirt": {"collar": ("point", "camp", "grandad"), "sleeve": ("long", "short", "rolled"),
              "pocket": ("chest", "none", "two"), "hem": ("curved", "straight"), "pose": _POSE},
    "blouse": {"collar": ("bow", "frill", "v", "peter-pan"), "sleeve": ("puff", "bell", "short"),
               "pose": ("down", "out", "mixed")},
    "jumper": {"neck": ("crew", "roll", "v"), "knit": ("plain", "cable", "rib"), "fit": _FIT,
               "pose": _POSE},
    "cardigan": {"length": ("hip", "cropped", "long"), "knit": ("plain", "cable", "rib"),
                 "pose": _POSE},
    "hoodie": {"front": ("pullover", "zip"), "fit": ("boxy", "regular"), "pose": _POSE},
    "sweatshirt": {"neck": ("crew", "collar", "quarter-zip"), "fit": ("boxy", "regular"),
                   "pose": _POSE},
    "jeans": {"leg": ("straight", "wide", "skinny", "flare"), "rise": ("high", "mid"),
              "hem": ("full", "cropped", "turn-up"), "lay": ("flat", "folded", "crossed")},
    "trousers": {"leg": ("wide", "tapered", "straight"), "front": ("pleats", "flat", "cargo"),
                 "lay": ("flat", "crossed", "folded")},
    "joggers": {"leg": ("cuffed",), "lay": ("flat", "crossed")},
    "leggings": {"leg": ("skinny",), "length": ("full", "capri")},
    "shorts": {"leg": ("wide", "straight"), "kind": ("denim", "tailored", "drawstring")},
    "skirt": {"length": ("midi", "mini", "maxi"), "shape": ("a-line", "pleated", "pencil",
              "tiered", "button"), },
    "dress": {"neck": ("v", "square", "strap", "crew", "wrap", "collar"),
              "sleeve": ("none", "short", "puff", "long"), "length": ("midi", "mini", "maxi"),
              "skirt": ("a-line", "slip", "tiered")},
    "jumpsuit": {"neck": ("v", "square", "collar"), "sleeve": ("none", "short", "long")},
    "coat": {"front": ("single", "double", "wrap"), "length": ("knee", "long", "hip"),
             "pose": ("down", "mixed")},
    "jacket": {"kind": ("denim", "biker", "bomber", "chore"), "fit": ("boxy", "regular"),
               "pose": _POSE},
    "puffer": {"collar": ("stand", "hood"), "length": ("hip", "cropped", "long"),
               "pose": ("down", "out")},
    "blazer": {"front": ("single", "double"), "fit": ("regular", "boxy"), "pose": _POSE},
    "waistcoat": {"front": ("single", "knit"), "fit": ("regular",)},
    "trainers": {"kind": ("court", "runner", "high-top"), "lay": ("pair", "offset", "top")},
    "boots": {"kind": ("chelsea", "lace", "tall", "heeled"), "lay": ("pair", "offset")},
    "heels": {"kind": ("pump", "block", "slingback"), "lay": ("pair", "offset")},
    "loafers": {"kind": ("penny", "plain"), "lay": ("pair", "top")},
    "sandals": {"kind": ("slide", "strappy"), "lay": ("top",)},
    "bag": {"kind": ("tote", "shoulder", "crossbody", "bucket", "backpack")},
    "cap": {"kind": ("baseball", "bucket")},
    "beanie": {"kind": ("cuffed", "bobble")},
    "scarf": {"lay": ("folded", "drape")},
    "belt": {"lay": ("coil",)},
    "swimsuit": {"neck": ("scoop", "v")},
}  # fmt: skip

_KNITS = ("wool", "cotton", "knit")
_TAILORING = ("wool", "linen", "cotton", "polyester", "corduroy")

MATERIALS: dict[str, tuple[str, ...]] = {
    "tee": ("cotton", "linen"), "polo": ("cotton",), "vest": ("cotton", "linen", "satin"),
    "shirt": ("cotton", "linen", "denim", "corduroy", "silk"),
    "blouse": ("silk", "satin", "cotton", "linen", "polyester"),
    "jumper": _KNITS, "cardigan": _KNITS, "hoodie": ("cotton", "fleece"),
    "sweatshirt": ("cotton", "fleece"), "jeans": ("denim",), "trousers": _TAILORING,
    "joggers": ("cotton", "polyester", "fleece"), "leggings": ("polyester", "cotton"),
    "shorts": ("denim", "cotton", "linen"),
    "skirt": ("cotton", "satin", "denim", "wool", "linen", "leather", "corduroy"),
    "dress": ("cotton", "silk", "satin", "linen", "polyester", "knit"),
    "jumpsuit": ("cotton", "linen", "denim", "polyester"),
    "coat": ("wool", "wool", "cotton"),
    "jacket": ("denim", "leather", "cotton", "corduroy", "suede"),
    "puffer": ("polyester",), "blazer": _TAILORING, "waistcoat": _TAILORING,
    "trainers": ("leather", "canvas", "suede"), "boots": ("leather", "suede"),
    "heels": ("leather", "suede", "satin"), "loafers": ("leather", "suede"),
    "sandals": ("leather", "suede"), "bag": ("leather", "canvas", "suede"),
    "cap": ("cotton", "corduroy", "canvas"), "beanie": ("wool",),
    "scarf": ("wool", "silk", "cotton"), "belt": ("leather", "suede"),
    "swimsuit": ("polyester",),
}  # fmt: skip

PATTERNS: dict[str, tuple[str, ...]] = {
    "tee": ("plain", "striped", "graphic", "colour-block", "tie-dye"),
    "polo": ("plain", "striped", "colour-block"),
    "vest": ("plain", "striped", "floral", "polka-dot"),
    "shirt": _CLOTH, "blouse": ("plain", "floral", "polka-dot", "striped", "animal"),
    "jumper": ("plain", "striped", "fair-isle", "colour-block"),
    "cardigan": ("plain", "striped", "fair-isle"), "hoodie": ("plain", "graphic", "tie-dye"),
    "sweatshirt": ("plain", "graphic", "colour-block"), "jeans": ("denim-wash",),
    "trousers": ("plain", "checked", "striped"), "joggers": ("plain", "graphic"),
    "leggings": ("plain", "animal"), "shorts": ("plain", "checked", "floral", "striped"),
    "skirt": ("plain", "checked", "floral", "polka-dot", "animal", "striped"),
    "dress": ("plain", "floral", "polka-dot", "striped", "checked", "animal"),
    "jumpsuit": ("plain", "floral"), "coat": ("plain", "checked", "plain"),
    "jacket": ("plain",), "puffer": ("plain", "colour-block"),
    "blazer": ("plain", "checked", "striped"), "waistcoat": ("plain", "checked", "striped"),
    "trainers": ("plain", "colour-block"), "boots": ("plain",), "heels": ("plain", "animal"),
    "loafers": ("plain",), "sandals": ("plain",), "bag": ("plain", "checked", "animal", "striped"),
    "cap": ("plain", "graphic"), "beanie": ("plain", "striped"),
    "scarf": ("checked", "plain", "striped", "floral", "animal"), "belt": ("plain",),
    "swimsuit": ("plain", "striped", "floral", "animal", "polka-dot"),
}  # fmt: skip

_STANDS_IN: dict[str, str] = {
    "t-shirt": "tee", "tshirt": "tee", "top": "tee", "long-sleeve-top": "tee", "longsleeve": "tee",
    "crop-top": "vest", "polo-shirt": "polo", "vest-top": "vest", "tank-top": "vest",
    "camisole": "vest", "bodysuit": "swimsuit", "swimwear": "swimsuit", "bikini": "swimsuit",
    "knit": "jumper", "sweater": "jumper", "pullover": "jumper", "knitwear": "jumper",
    "roll-neck": "jumper", "overshirt": "shirt", "denim-shirt": "shirt", "flannel-shirt": "shirt",
    "chinos": "trousers", "cargo-trousers": "trousers", "tracksuit-bottoms": "joggers",
    "dungarees": "jumpsuit", "playsuit": "jumpsuit", "tracksuit": "sweatshirt",
    "denim-jacket": "jacket", "leather-jacket": "jacket", "bomber-jacket": "jacket",
    "gilet": "puffer", "puffer-jacket": "puffer", "parka": "puffer", "trench-coat": "coat",
    "suit": "blazer", "suit-jacket": "blazer", "handbag": "bag", "backpack": "bag",
    "shoulder-bag": "bag", "clutch": "bag", "purse": "bag", "wallet": "bag",
    "bucket-hat": "cap", "hat": "cap", "sneakers": "trainers", "shoes": "trainers",
    "flats": "loafers", "mules": "sandals", "slippers": "sandals", "brogues": "loafers",
    "ankle-boots": "boots", "wellies": "boots", "shawl": "scarf", "tie": "scarf",
    "gloves": "beanie", "socks": "beanie", "pyjamas": "shirt", "fleece": "sweatshirt",
    "kimono": "cardigan", "poncho": "cardigan", "sports-bra": "vest", "sunglasses": "cap",
}  # fmt: skip

LEAF_CUTS: Mapping[str, str] = MappingProxyType({
    "denim-jacket": "kind=denim", "leather-jacket": "kind=biker", "bomber-jacket": "kind=bomber",
    "midi-dress": "length=midi", "mini-dress": "length=mini", "maxi-dress": "length=maxi",
    "midi-skirt": "length=midi", "mini-skirt": "length=mini", "maxi-skirt": "length=maxi",
    "tote-bag": "kind=tote", "crossbody-bag": "kind=crossbody", "shoulder-bag": "kind=shoulder",
    "backpack": "kind=backpack", "handbag": "kind=shoulder", "bucket-hat": "kind=bucket",
    "roll-neck": "neck=roll", "ankle-boots": "kind=chelsea", "long-sleeve-top": "sleeve=long",
    "longsleeve": "sleeve=long", "trench-coat": "front=double", "cargo-trousers": "front=cargo",
})  # fmt: skip
"""What a catalogue leaf says about the cut, as overrides to hand to `vary_cut`."""


def supported_types() -> tuple[str, ...]:
    """List the types that can be drawn."""
    return tuple(CUTS)


def materials_for(type_: str) -> tuple[str, ...]:
    """List the materials that suit a type, the likeliest first."""
    return MATERIALS[_known(type_)]


def patterns_for(type_: str) -> tuple[str, ...]:
    """List the patterns that suit a type, the likeliest first."""
    return PATTERNS[_known(type_)]


def vary_cut(type_: str, rng: np.random.Generator, fixed: str = "") -> str:
    """Choose a cut for a type; options given in `fixed` (see `LEAF_CUTS`) are kept.

    Raises:
        UnsupportedGarment: the type cannot be drawn or `fixed` names no option of it.
    """
    slots = CUTS[_known(type_)]
    kept = _pairs(fixed)
    chosen = {name: options[int(rng.integers(len(options)))] for name, options in slots.items()}
    cut = ",".join(f"{name}={kept.pop(name, option)}" for name, option in chosen.items())
    if kept:
        raise UnsupportedGarment(f"{type_} has no slot {', '.join(sorted(kept))}")
    read_cut(type_, cut)
    return cut


def read_cut(type_: str, cut: str) -> dict[str, str]:
    """Read a cut into options by slot, missing slots taking their first option.

    Raises:
        UnsupportedGarment: a slot or option is not one of the type's.
    """
    slots = CUTS[_known(type_)]
    options = {name: choices[0] for name, choices in slots.items()}
    for name, option in _pairs(cut).items():
        if option not in slots.get(name, ()):
            raise UnsupportedGarment(f"{type_} has no cut {name}={option}")
        options[name] = option
    return options


def supported_type_for(leaf_slug: str) -> str:
    """Name the drawable type that best stands for a catalogue leaf type.

    Tries the slug, the stand-ins, then its last and other words ("wrap-maxi-dress" is a dress);
    what remains unknown is drawn as a tee, because a listing without a picture is worse.
    """
    slug = leaf_slug.strip().lower().replace(" ", "-").replace("_", "-")
    for word in (slug, *reversed(slug.split("-"))):
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word + "s"):
            if form in CUTS:
                return form
            if form in _STANDS_IN:
                return _STANDS_IN[form]
    return "tee"


def _known(type_: str) -> str:
    if type_ not in CUTS:
        raise UnsupportedGarment(f"garments of type {type_!r} cannot be drawn")
    return type_


def _pairs(cut: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in cut.split(",") if "=" in part)
