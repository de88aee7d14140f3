"""The garment illustrator: draws flat-lays of garments so that a demo needs no photographs.

Its public face is here; the modules behind it are its own affair. It writes no files.
"""

from rethread.simulation.garments.illustrator import draw_garment
from rethread.simulation.garments.palette import colour_names, partner_of
from rethread.simulation.garments.spec import PIPELINE, GarmentSpec, UnsupportedGarment, View
from rethread.simulation.garments.vocabulary import (
    LEAF_CUTS,
    materials_for,
    patterns_for,
    supported_type_for,
    supported_types,
    vary_cut,
)

__all__ = [
    "LEAF_CUTS",
    "PIPELINE",
    "GarmentSpec",
    "UnsupportedGarment",
    "View",
    "colour_names",
    "draw_garment",
    "materials_for",
    "partner_of",
    "patterns_for",
    "supported_type_for",
    "supported_types",
    "vary_cut",
]
