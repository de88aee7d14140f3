"""The taxonomy: department > category > leaf type. Data only; what a type needs follows from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .garment_type import MEASURES, GarmentType, SizeKind
from .leaf_types import TYPES
from .vocabulary import Term, Vocabulary

__all__ = [
    "CATEGORIES",
    "DEPARTMENTS",
    "MEASURES",
    "TYPES",
    "GarmentType",
    "SizeKind",
    "resolve_type",
    "shopify_gid",
    "types_in",
]

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
        Term("nightwear", _("Nightwear and underwear"), ("underwear", "sleepwear")),
        Term("footwear", _("Shoes"), ("footwear",)),
        Term("hats", _("Hats"), ("headwear",)),
        Term("bags", _("Bags")),
        Term("accessories", _("Accessories")),
    ]
)


def resolve_type(text: str) -> GarmentType | None:
    """Return the leaf type that people mean by `text` ("denim jacket", "Sneakers"), or None."""
    return TYPES.find(text)


def types_in(category: str) -> tuple[GarmentType, ...]:
    """Return the leaf types of a category, in the order people are shown them."""
    return tuple(item for item in TYPES if item.category == category)


def shopify_gid(kind: GarmentType) -> str:
    """Return the public id of a type's category, or "" where Shopify's taxonomy has none."""
    return f"gid://shopify/TaxonomyCategory/{kind.shopify_id}" if kind.shopify_id else ""
