"""Which colours a garment in a photo has. Pure: an image in, colours out."""

from __future__ import annotations

from typing import Final

from PIL import Image

_SIDE: Final = 48
_COLOURS: Final = 5
_SHARE_MIN: Final = 0.2


def garment_colours(image: Image.Image, limit: int = 2) -> tuple[str, ...]:
    """Return the commonest colours of the middle of a photo, where the garment lies.

    What the rim shows as well is taken for the wall behind it, unless nothing else is there.
    """
    small = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    quarter = _SIDE // 4
    middle = small.crop((quarter, quarter, _SIDE - quarter, _SIDE - quarter))
    quantised = middle.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    palette = quantised.getpalette() or []
    counts = sorted(quantised.getcolors() or [], reverse=True)  # (pixels, index)
    total = sum(count for count, _ in counts)
    found = [
        (palette[3 * index], palette[3 * index + 1], palette[3 * index + 2])
        for count, index in counts
        if count >= total * _SHARE_MIN and isinstance(index, int)
    ]
    wall = _rim(small)
    inside = [colour for colour in found if _far(colour, wall)] or found[:1]
    return tuple("#{:02x}{:02x}{:02x}".format(*colour) for colour in inside[:limit])


def _rim(image: Image.Image) -> tuple[int, int, int]:
    """Return the mean colour of the four corners."""
    corner = _SIDE // 8
    boxes = [
        (x, y, x + corner, y + corner) for x in (0, _SIDE - corner) for y in (0, _SIDE - corner)
    ]
    pixels = [_mean(image.crop(box)) for box in boxes]
    red, green, blue = (sum(channel) // len(pixels) for channel in zip(*pixels, strict=True))
    return red, green, blue


def _mean(image: Image.Image) -> tuple[int, int, int]:
    red, green, blue = (band.resize((1, 1), Image.Resampling.BOX) for band in image.split())
    return red.tobytes()[0], green.tobytes()[0], blue.tobytes()[0]


def _far(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60
