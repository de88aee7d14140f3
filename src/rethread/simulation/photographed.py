"""Sellers and closets from a folder of real photographs and what their owners wrote about them.

Pure but for reading the folder once. What a caption leaves out is drawn from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .closet import Garment
from .people import AESTHETICS, Seller, draw_sellers
from .photos import CaptionedPhoto, SkippedRow, read_photo_folder

PARCELS = {"coat": "large", "jacket": "medium", "boots": "large", "shoes": "medium"}


@dataclass(frozen=True, slots=True)
class PhotographedStock:
    """Sellers, each with the garments of one sender of the folder, and the rows left out."""

    closets: tuple[tuple[Seller, tuple[Garment, ...]], ...]
    skipped: tuple[SkippedRow, ...]


def photographed_stock(folder: Path, seed: int) -> PhotographedStock:
    """Read a folder and give each sender a seller's name, shop and habits.

    Raises:
        CaptionsUnusable: captions.csv is missing, unreadable or lacks needed columns.
    """
    read = read_photo_folder(folder)
    senders = sorted(read.by_sender, key=lambda sender: (-len(read.by_sender[sender]), sender))
    count = sum(len(read.by_sender[sender]) for sender in senders)
    sellers = draw_sellers(seed, len(senders), count)
    rng = random.Random(f"photographed-{seed}")
    closets = [
        (seller, _closet(rng, seller, read.by_sender[sender]))
        for seller, sender in zip(sellers, senders, strict=True)
    ]
    return PhotographedStock(tuple(closets), read.skipped)


def _closet(
    rng: random.Random, seller: Seller, photos: Sequence[CaptionedPhoto]
) -> tuple[Garment, ...]:
    shuffled = list(photos)
    rng.shuffle(shuffled)
    return tuple(_garment(rng, seller, photo) for photo in shuffled)


def _garment(rng: random.Random, seller: Seller, photo: CaptionedPhoto) -> Garment:
    words = photo.type.lower().split()
    parcel = next((PARCELS[word] for word in words if word in PARCELS), "small")
    return Garment(
        title=photo.title[:100],
        description=photo.description,
        type=photo.type,
        department=photo.department or seller.person.department,
        brand=photo.brand,
        size=photo.size,
        condition=photo.condition,
        colours=tuple(filter(None, (photo.colour, photo.colour2))),
        styles=(photo.style,) if photo.style else (),
        era=photo.era,
        material=photo.material,
        pattern=photo.pattern,
        parcel_size=parcel,
        price_minor=photo.price_minor,
        drawing=None,
        aesthetic=_aesthetic(rng, photo, seller),
        appeal=rng.gauss(0, 1),
        photograph=photo.path,
    )


def _aesthetic(rng: random.Random, photo: CaptionedPhoto, seller: Seller) -> str:
    matching = [name for name, styles in sorted(AESTHETICS.items()) if photo.style in styles]
    return rng.choice(matching) if matching else seller.person.aesthetic
