"""Pure rules and data of the catalogue: taxonomy, sizes, brands, words, life cycle, text."""

from .brands import BRANDS, resolve_brand
from .editing import clean_changes, missing_to_publish
from .lifecycle import EDITABLE, PUBLIC, TRANSITIONS, next_status
from .sizes import ONE_SIZE, SYSTEMS, Size, equivalent_sizes, parse_size, size_of, sizes_offered
from .suggesting import Said, nearest_colour, said_by_title
from .taxonomy import (
    CATEGORIES,
    DEPARTMENTS,
    MEASURES,
    TYPES,
    GarmentType,
    resolve_type,
    shopify_gid,
    types_in,
)
from .vocabulary import Term, Vocabulary, fold
from .words import (
    COLOURS,
    COLOURS_MAX,
    CONDITIONS,
    ERAS,
    MATERIALS,
    PATTERNS,
    STYLES,
    STYLES_MAX,
    Colour,
)

__all__ = [
    "BRANDS",
    "CATEGORIES",
    "COLOURS",
    "COLOURS_MAX",
    "CONDITIONS",
    "DEPARTMENTS",
    "EDITABLE",
    "ERAS",
    "MATERIALS",
    "MEASURES",
    "ONE_SIZE",
    "PATTERNS",
    "PUBLIC",
    "STYLES",
    "STYLES_MAX",
    "SYSTEMS",
    "TRANSITIONS",
    "TYPES",
    "Colour",
    "GarmentType",
    "Said",
    "Size",
    "Term",
    "Vocabulary",
    "clean_changes",
    "equivalent_sizes",
    "fold",
    "missing_to_publish",
    "nearest_colour",
    "next_status",
    "parse_size",
    "resolve_brand",
    "resolve_type",
    "said_by_title",
    "shopify_gid",
    "size_of",
    "sizes_offered",
    "types_in",
]
