"""From an uploaded file to an upright sRGB image without metadata. The kind is told from the bytes,
never from the name; size is checked from the header, before anything is decoded."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from ..errors import PhotoRefused

SIDE_PX_MIN = 64
MASTER_SIDE_PX = 1920  # the long side that is kept; renderings are made from it
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
EXIF_ORIENTATION = 0x0112
SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that swap width and height

pi_heif.register_heif_opener()
# Pillow's own guard warns at 89 megapixels and refuses at twice that. Ours is stricter, refuses
# with a clear answer, and runs before any decoding, so the second opinion is switched off.
Image.MAX_IMAGE_PIXELS = None
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one photo may be."""

    bytes_max: int
    pixels_max: int


@dataclass(frozen=True, slots=True)
class UprightPhoto:
    """A decoded photo: `image` is RGB, upright, at most `MASTER_SIDE_PX` long; `width` and `height`
    are those of the original, upright."""

    image: Image.Image
    width: int
    height: int


def decode(data: bytes, limits: Limits) -> UprightPhoto:
    """Return the photo in `data`, upright, in sRGB, without any metadata.

    Raises:
        PhotoRefused: `media.not_a_photo`, `media.too_many_bytes`, `media.too_many_pixels`,
            `media.too_small`, `media.animated` or `media.damaged`.
    """
    if len(data) > limits.bytes_max:
        raise PhotoRefused(
            "too_many_bytes",
            _("This photo is larger than %(size)d MB.") % {"size": limits.bytes_max // 1_000_000},
        )
    kind = kind_of(data)
    if kind is None:
        raise PhotoRefused(
            "not_a_photo", _("This file is not a photo. Use JPEG, PNG, WebP, AVIF or HEIC.")
        )
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            _check_size(opened, limits)
            if kind in {"PNG", "WEBP", "AVIF"} and getattr(opened, "is_animated", False):
                raise PhotoRefused("animated", _("Moving pictures cannot be used. Use a photo."))
            return _upright(opened)
    except PhotoRefused:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        RuntimeError,
        KeyError,
        IndexError,
    ) as error:
        # What decoders raise on a truncated or malformed file differs by format.
        raise PhotoRefused(
            "damaged", _("This photo is damaged or incomplete. Try to save or send it again.")
        ) from error


def kind_of(data: bytes) -> str | None:
    """Return Pillow's name of the format that the first bytes announce, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, 64, 4))}
        if brands & AVIF_BRANDS:
            return "AVIF"
        if brands & HEIF_BRANDS:
            return "HEIF"
    return None


def _check_size(opened: Image.Image, limits: Limits) -> None:
    width, height = opened.size
    if width * height > limits.pixels_max:
        raise PhotoRefused(
            "too_many_pixels",
            _("This photo has more than %(count)d megapixels.")
            % {"count": limits.pixels_max // 1_000_000},
        )
    refuse_too_small(width, height)


def refuse_too_small(width: int, height: int) -> None:
    """Refuse a photo in which nothing could be seen.

    Raises:
        PhotoRefused: `media.too_small`.
    """
    if min(width, height) < SIDE_PX_MIN:
        raise PhotoRefused(
            "too_small",
            _("This photo is too small. Use one at least %(count)d pixels wide and high.")
            % {"count": SIDE_PX_MIN},
        )


def _upright(opened: Image.Image) -> UprightPhoto:
    width, height = opened.size
    icc = opened.info.get("icc_profile")
    orientation = opened.getexif().get(EXIF_ORIENTATION, 1)
    if opened.format == "JPEG":
        opened.draft(None, _fit(width, height))  # decodes at 1/2, 1/4 or 1/8 where that is enough
    opened.load()
    image = ImageOps.exif_transpose(opened)
    if orientation in SIDEWAYS and opened.format != "HEIF":
        width, height = height, width
    if max(image.size) > MASTER_SIDE_PX:
        image = _flatten_palette(image).resize(
            _fit(*image.size), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
    clean = Image.new("RGB", image.size)  # a fresh image carries no metadata of the old one
    clean.paste(_to_srgb(image, icc))
    return UprightPhoto(image=clean, width=width, height=height)


def _fit(width: int, height: int) -> tuple[int, int]:
    """Return the size that fits the master's long side, never larger than the original."""
    scale = min(1.0, MASTER_SIDE_PX / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _flatten_palette(image: Image.Image) -> Image.Image:
    """Return an image whose pixels can be averaged; a palette's numbers cannot."""
    if image.mode in {"P", "1"}:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image


def _to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    image = _flatten_palette(image)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        rgba = image.convert("RGBA")
        backdrop = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        image = Image.alpha_composite(backdrop, rgba).convert("RGB")
    elif image.mode.startswith("I") or image.mode == "F":
        image = _from_sixteen_bits(image)
    if icc and image.mode in {"RGB", "CMYK", "L"}:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            converted = ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that is broken, or of another colour space, tells nothing
    return image.convert("RGB")


def _from_sixteen_bits(image: Image.Image) -> Image.Image:
    """Return 8 bits of a 16-bit grey image; plain conversion would clip instead of scaling."""
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
