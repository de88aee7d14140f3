"""Which variant a unit sees: a hash of salt and unit, the same on every machine and every day.

Pure. Nothing is stored, so nothing can be lost; the only way to move a unit is another version.
"""

from __future__ import annotations

import hashlib

from .definitions import Experiment

BUCKETS = 1 << 64


def assign(experiment: Experiment, unit: str) -> str:
    """Return the variant of a unit.

    The first 64 bits of SHA-256(salt, unit) are uniform, so shares are as planned whatever the
    units look like; the salt keeps experiments independent of one another.
    """
    digest = hashlib.sha256(f"{experiment.salt}\x1f{unit}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") * 100 // BUCKETS
    end = 0
    for variant in experiment.variants:
        end += variant.weight_percent
        if place < end:
            return variant.name
    return experiment.variants[-1].name
