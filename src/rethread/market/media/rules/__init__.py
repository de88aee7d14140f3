"""The photo pipeline as pure functions: bytes in, bytes out. No database, no storage, no clock."""

from .colouring import garment_colours
from .decoding import Limits, UprightPhoto, decode, refuse_too_small
from .hashing import (
    DHASH_BITS_MAX,
    PHASH_BITS_MAX,
    difference_hash,
    distance,
    dominant_colour,
    marks_of,
    perceptual_hash,
)
from .rendering import (
    PIPELINE_VERSION,
    PRIVATE_VERSION,
    Rendering,
    encode_master,
    render,
    widths_for,
)
from .reworking import reworked

__all__ = [
    "DHASH_BITS_MAX",
    "PHASH_BITS_MAX",
    "PIPELINE_VERSION",
    "PRIVATE_VERSION",
    "Limits",
    "Rendering",
    "UprightPhoto",
    "decode",
    "difference_hash",
    "distance",
    "dominant_colour",
    "encode_master",
    "garment_colours",
    "marks_of",
    "perceptual_hash",
    "refuse_too_small",
    "render",
    "reworked",
    "widths_for",
]
