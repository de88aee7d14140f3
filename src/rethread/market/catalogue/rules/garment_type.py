"""What a leaf type is: its category, how it is sized, measured and shipped, and its other names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from rethread.market.pricing.types import ParcelSize

from .vocabulary import Term, Vocabulary

SizeKind = Literal["clothing", "bottoms", "shoes", "headwear", "accessory", "none"]
MEASURE_MM_MIN, MEASURE_MM_MAX = 1, 3_000


@dataclass(frozen=True, slots=True)
class GarmentType(Term):
    """A leaf type: the category it is in, how it is sized, the parcel it usually ships in.

    `measures` are codes of `MEASURES`, in the order a form asks for them. `shopify_id` is its
    category in the public Shopify product taxonomy, "" where that has none.
    """

    category: str = ""
    size_kind: SizeKind = "none"
    parcel_size: ParcelSize = "medium"
    measures: tuple[str, ...] = ()
    shopify_id: str = ""

    @property
    def needs_size(self) -> bool:
        """Tell whether a listing of this type cannot go live without a size."""
        return self.size_kind in {"clothing", "bottoms", "shoes", "headwear"}


# All of them are taken with the garment flat on a table, in millimetres.
MEASURES: Vocabulary[Term] = Vocabulary(
    [
        Term("chest", _("Pit to pit")),
        Term("waist", _("Waist, laid flat")),
        Term("hips", _("Hips, laid flat")),
        Term("shoulders", _("Shoulder to shoulder")),
        Term("sleeve", _("Sleeve")),
        Term("length", _("Length")),
        Term("rise", _("Rise")),
        Term("inside_leg", _("Inside leg")),
        Term("hem", _("Hem, laid flat")),
        Term("insole", _("Insole")),
        Term("heel", _("Heel")),
        Term("shaft", _("Shaft")),
        Term("circumference", _("All the way round")),
        Term("width", _("Width")),
        Term("height", _("Height")),
        Term("depth", _("Depth")),
        Term("strap", _("Strap drop")),
    ]
)
