"""What social shows to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LikePage:
    """A page of liked listings, latest like first. `next_cursor` is empty at the end."""

    listing_ids: tuple[UUID, ...]
    next_cursor: str
