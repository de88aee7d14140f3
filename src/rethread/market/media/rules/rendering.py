"""Renderings of a photo: which widths, which formats, at what quality. Never larger than the
original."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from ..types import PhotoFormat

# Part of every key: a change to anything that alters the output needs a new version.
PIPELINE_VERSION = "p1"
# Renderings that only some may see lie under keys of their own, which no public address serves.
PRIVATE_VERSION = PIPELINE_VERSION + "private"
WIDTHS = (320, 480, 640, 960)
OWN_WIDTH_GAIN = 1.1  # an original this much wider than the last step is a step of its own
# Measured on garment photos, one core: AVIF at speed 8 takes thrice the time of 9 for 4 % fewer
# bytes; 10 takes up to 15 % less time than 9 for the same bytes. WebP is what browsers without
# AVIF get: method 0 takes 20 % less time than 1 for 4 % more bytes.
AVIF_QUALITY, AVIF_SPEED = 55, 10
WEBP_QUALITY, WEBP_METHOD = 74, 0
MASTER_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Rendering:
    """One encoded size of a photo."""

    width: int
    fmt: PhotoFormat
    data: bytes


def widths_for(width: int) -> tuple[int, ...]:
    """Return the widths to render for an original `width` pixels wide, ascending.

    The steps that do not exceed it, and its own width where the largest step would waste more
    than a tenth of it.
    """
    steps = [step for step in WIDTHS if step <= width]
    if not steps or (width < WIDTHS[-1] and width > steps[-1] * OWN_WIDTH_GAIN):
        steps.append(width)
    return tuple(steps)


def render(image: Image.Image, widths: tuple[int, ...]) -> Iterator[Rendering]:
    """Yield each width in WebP and AVIF, largest first; each is scaled from the one before."""
    scaled = image
    for width in sorted(widths, reverse=True):
        height = max(1, round(image.height * width / image.width))
        scaled = scaled.resize((width, height), Image.Resampling.BICUBIC)
        yield Rendering(width, "webp", _webp(scaled))
        yield Rendering(width, "avif", _avif(scaled))


def encode_master(image: Image.Image) -> bytes:
    """Return the picture that later versions of the pipeline will render from, as JPEG."""
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=MASTER_QUALITY)
    return out.getvalue()


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, format="WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return out.getvalue()


def _avif(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # One thread: the web server and workers run several photos side by side as it is.
    image.save(out, format="AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
    return out.getvalue()
