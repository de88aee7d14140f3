"""The photo pipeline as pure functions: bytes in, bytes out. No database, no storage, no clock."""

from .decoding import Limits, UprightPhoto, decode
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
    "marks_of",
    "perceptual_hash",
    "render",
    "widths_for",
]
