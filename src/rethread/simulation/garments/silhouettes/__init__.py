"""Silhouettes: one builder per type of garment, found by the type's slug."""

from __future__ import annotations

from collections.abc import Callable

from rethread.simulation.garments.drawing import Drawing
from rethread.simulation.garments.patterns import pattern_slug
from rethread.simulation.garments.silhouettes import (
    accessories,
    bags,
    boots,
    dresses,
    lower,
    outer,
    shirts,
    shoes,
    shoes_above,
    skirts,
    tailoring,
    tops,
)
from rethread.simulation.garments.silhouettes.build import Bench
from rethread.simulation.garments.spec import GarmentSpec
from rethread.simulation.garments.vocabulary import read_cut

_BUILDERS: dict[str, Callable[[Bench], None]] = {
    "tee": tops.tee, "polo": tops.polo, "vest": tops.vest, "jumper": tops.jumper,
    "cardigan": tops.cardigan, "sweatshirt": tops.sweatshirt, "hoodie": tops.hoodie,
    "shirt": shirts.shirt, "blouse": shirts.blouse, "blazer": tailoring.blazer,
    "coat": tailoring.coat,
    "jacket": outer.jacket, "puffer": outer.puffer, "waistcoat": tailoring.waistcoat,
    "jeans": lower.jeans, "trousers": lower.trousers, "joggers": lower.joggers,
    "leggings": lower.leggings, "shorts": lower.shorts, "skirt": skirts.skirt,
    "dress": dresses.dress, "jumpsuit": dresses.jumpsuit, "swimsuit": dresses.swimsuit,
    "trainers": shoes.trainers, "boots": boots.boots, "heels": shoes.heels,
    "loafers": shoes.loafers, "sandals": shoes_above.sandals, "bag": bags.bag,
    "cap": accessories.cap, "beanie": accessories.beanie, "scarf": accessories.scarf,
    "belt": accessories.belt,
}  # fmt: skip


def draw_silhouette(spec: GarmentSpec) -> Drawing:
    """Cut and lay out the garment a specification describes.

    Raises:
        UnsupportedGarment: the type or the cut cannot be drawn.
    """
    cut = read_cut(spec.type, spec.cut)
    bench = Bench(
        spec.type, cut, spec.department, pattern_slug(spec.pattern), spec.material,
        spec.rng("silhouette"), Drawing(),
    )  # fmt: skip
    _BUILDERS[spec.type](bench)
    return bench.drawing
