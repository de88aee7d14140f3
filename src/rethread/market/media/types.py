"""A photo as pages and documents see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

PhotoFormat = Literal["avif", "webp"]
MEDIA_PREFIX = "/media/"
PRIVATE_ENDING = "private"


def is_private_key(key: str) -> bool:
    """Tell whether what lies under a key is for some only: its pipeline version says so."""
    return key.split("/")[1:2] != [] and key.split("/")[1].endswith(PRIVATE_ENDING)


@dataclass(frozen=True, slots=True)
class ExpectedPhoto:
    """A photo whose bytes come later; `mark` tells it from others of the same person."""

    mark: str
    width: int
    height: int
    dominant_colour: str


@dataclass(frozen=True, slots=True)
class Rework:
    """What is done to a photo: quarters of a turn clockwise, and which 4:5 part of it is kept.

    `keep` is "" for all of it, else "start" (top or left), "middle" or "end".
    """

    quarter_turns: int = 0
    keep: Literal["", "start", "middle", "end"] = ""


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One photo: its ratio, its colour while it loads, and where its renderings are.

    `width` and `height` are those of the upright original; `widths` are the widths that exist,
    ascending. A rendering is never larger than its original. `source_id` is the photo that this
    one was turned or cut from.
    """

    id: UUID
    owner_id: UUID
    status: str
    width: int
    height: int
    widths: tuple[int, ...]
    pipeline_version: str
    dominant_colour: str
    phash: int
    source_id: UUID | None = None

    def key(self, width: int, fmt: PhotoFormat = "webp") -> str:
        """Return the key of the smallest rendering at least `width` wide, or the largest."""
        fitting = next((have for have in self.widths if have >= width), self.widths[-1])
        return f"{self.id}/{self.pipeline_version}/{fitting}.{fmt}"

    def url(self, width: int, fmt: PhotoFormat = "webp") -> str:
        """Return the address of the smallest rendering at least `width` wide, or the largest."""
        return MEDIA_PREFIX + self.key(width, fmt)

    def srcset(self, fmt: PhotoFormat) -> str:
        """Return the `srcset` attribute that offers every rendering in one format."""
        return ", ".join(f"{self.url(width, fmt)} {width}w" for width in self.widths)

    @property
    def private(self) -> bool:
        """Tell whether only some may see it; whoever knows them serves it, `/media/` does not."""
        return self.pipeline_version.endswith(PRIVATE_ENDING)

    @property
    def ratio(self) -> float:
        """Return width divided by height."""
        return self.width / self.height


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An older photo of somebody else that looks the same; `bits` of 64 in which they differ."""

    photo_id: UUID
    other_photo_id: UUID
    other_owner_id: UUID
    bits: int
