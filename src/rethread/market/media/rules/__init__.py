"""The photo pipeline as pure functions: bytes in, bytes out. No database, no storage, no clock."""

from .decoding import Limits, UprightPhoto, decode
from .hashing import difference_hash, distance, dominant_colour, perceptual_hash
from .rendering import PIPELINE_VERSION, Rendering, encode_master, render, widths_for

__all__ = [
    "PIPELINE_VERSION",
    "Limits",
    "Rendering",
    "UprightPhoto",
    "decode",
    "difference_hash",
    "distance",
    "dominant_colour",
    "encode_master",
    "perceptual_hash",
    "render",
    "widths_for",
]
