"""What else a seller shows of a garment: its back, its label, and a flaw that a buyer should know.

A back is the front turned over, without what only a front has. A label lies where the
garment has its own. A flaw is painted on a close view, of a kind that its cloth is prone to.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from rethread.simulation.garments.drawing import Drawing, Mark, Piece, mirrored
from rethread.simulation.garments.geometry import Points, Pose, shifted
from rethread.simulation.garments.spec import HEIGHT, WIDTH, GarmentSpec
from rethread.simulation.garments.textures import material_slug

# What is sewn on or printed on a front alone.
FRONT_ONLY: Final = frozenset(
    {
        "button", "print", "print2", "print3", "ink", "label", "metal", "brass", "pearl", "stitch",
        "cord",
    }
)  # fmt: skip
BEHIND: Final = frozenset({"inside", "lining"})  # what shows through a neck; from behind it is all
SMALL_SHARE: Final = 0.035  # of the whole: a pocket or a tab
HAVE_A_BACK: Final = frozenset(
    {
        "tee", "polo", "vest", "jumper", "cardigan", "sweatshirt", "hoodie", "shirt", "blouse",
        "blazer", "coat", "jacket", "puffer", "waistcoat", "jeans", "trousers", "joggers",
        "leggings", "shorts", "skirt", "dress", "jumpsuit", "swimsuit",
    }
)  # fmt: skip
LABEL_W, LABEL_H = 104.0, 64.0
INK = (44, 42, 44)


def back_of(drawing: Drawing) -> Drawing:
    """Turn a garment over: the panel behind the neck lies on top, and nothing is buttoned."""
    left, top, right, bottom = drawing.bounds()
    small = SMALL_SHARE * (right - left) * (bottom - top)
    kept = [piece for piece in drawing.pieces if _has_a_back(piece, small)]
    behind = [
        replace(mirrored(piece), cloth="main", tone=1.0, lift=0.15, marks=())
        for piece in drawing.pieces
        if piece.cloth in BEHIND
    ]
    turned = [replace(mirrored(piece), marks=_edges(piece)) for piece in kept]
    return replace(drawing, pieces=[*turned, *behind])


def _has_a_back(piece: Piece, small: float) -> bool:
    if piece.cloth in FRONT_ONLY | BEHIND:
        return False
    return piece.cloth != "main" or _area(piece.outline) > small


def _edges(piece: Piece) -> tuple[Mark, ...]:
    """Keep the seams that run beside an edge; a placket's rows run down the middle."""
    turned = mirrored(piece).marks
    return tuple(mark for mark in turned if np.abs(mark.path[:, 0]).max() > 30)


def _area(shape: Points) -> float:
    x, y = shape[:, 0], shape[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def with_label(drawing: Drawing) -> tuple[Drawing, tuple[float, float]]:
    """Lay a label that can be read where the garment's own is, else on its largest panel.

    Returns the garment and the middle of the label.
    """
    own = [piece.outline.mean(axis=0) for piece in drawing.pieces if piece.cloth == "label"]
    largest = max(drawing.pieces, key=lambda piece: _area(piece.outline))
    x, y = own[0] if own else largest.outline.mean(axis=0)
    at = (float(x), float(y))
    label = _box(*at, LABEL_W, LABEL_H)
    row = Mark(_box(*at, LABEL_W - 8, LABEL_H - 7), width=1.0, shade=-0.22, dash=4.0)
    kept = [piece for piece in drawing.pieces if piece.cloth not in ("label", "ink")]
    return replace(drawing, pieces=[*kept, Piece(label, "label", lift=0.5, marks=(row,))]), at


def _box(x: float, y: float, width: float, height: float) -> Points:
    half_w, half_h = width / 2, height / 2
    corners = [(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)]
    steps = [np.linspace(corners[n], corners[(n + 1) % 4], 12)[:-1] for n in range(4)]
    return shifted(np.concatenate(steps), x, y)


def write_label(
    picture: Image.Image, pose: Pose, at: tuple[float, float], words: tuple[str, ...]
) -> None:
    """Weave up to three lines into a label: a brand, a size, what it is made of."""
    width, height = round(LABEL_W * pose.scale), round(LABEL_H * pose.scale)
    ink = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(ink)
    lines = [word for word in words if word][:3]
    tall = height / (len(lines) + 1.6)
    for number, word in enumerate(lines):
        font = _fitting(word, tall * (1.15 if number == 0 else 0.72), width * 0.84)
        y = height * 0.13 + tall * (number + 0.55)
        pen.text((width / 2, y), word, fill=225, font=font, anchor="mm")
    ink = ink.rotate(-pose.degrees, resample=Image.Resampling.BICUBIC, expand=True)
    x, y = pose.apply(np.array([at]))[0]
    place = (round(float(x) - ink.width / 2), round(float(y) - ink.height / 2))
    picture.paste(INK, place, ink.filter(ImageFilter.GaussianBlur(0.8)))


def _fitting(word: str, size: float, width: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    font = ImageFont.load_default(size)
    left, _, right, _ = font.getbbox(word)
    if right - left <= width:
        return font
    return ImageFont.load_default(max(8.0, size * width / (right - left)))


# -- flaws --------------------------------------------------------------------------------------


def paint_flaw(picture: Image.Image, spec: GarmentSpec) -> None:
    """Paint a flaw near the middle of a close view."""
    rng = spec.rng("flaw")
    at = (WIDTH / 2 + float(rng.uniform(-90, 90)), HEIGHT * 0.46 + float(rng.uniform(-110, 110)))
    flaw = _FLAWS[_kind_of(spec, rng)]
    flaw(picture, at, rng)


def _kind_of(spec: GarmentSpec, rng: np.random.Generator) -> str:
    slug = material_slug(spec.material)
    if slug in {"wool", "cable", "ribknit", "fleece"}:
        return "bobbles"
    if slug in {"denim", "leather", "corduroy"}:
        return "wear"
    return "pull" if rng.random() < 0.45 else "stain"


def _stain(picture: Image.Image, at: tuple[float, float], rng: np.random.Generator) -> None:
    blot = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(blot)
    for _ in range(7):
        x, y = at[0] + rng.normal(0, 26), at[1] + rng.normal(0, 20)
        rx, ry = rng.uniform(22, 58), rng.uniform(18, 46)
        pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=92)
    soft = blot.filter(ImageFilter.GaussianBlur(9))
    rim = ImageChops.subtract(soft, blot.filter(ImageFilter.GaussianBlur(20)))
    _darken(picture, ImageChops.add(soft, rim), (112, 78, 44))


def _bobbles(picture: Image.Image, at: tuple[float, float], rng: np.random.Generator) -> None:
    light, dark = Image.new("L", (WIDTH, HEIGHT), 0), Image.new("L", (WIDTH, HEIGHT), 0)
    bright, shadow = ImageDraw.Draw(light), ImageDraw.Draw(dark)
    for _ in range(150):
        x, y = at[0] + rng.normal(0, 105), at[1] + rng.normal(0, 90)
        r = rng.uniform(2.2, 6.5)
        shadow.ellipse((x - r + 2, y - r + 4, x + r + 2, y + r + 4), fill=120)
        bright.ellipse((x - r, y - r, x + r, y + r), fill=95)
    _darken(picture, dark.filter(ImageFilter.GaussianBlur(2.5)), (30, 26, 26))
    _darken(picture, light.filter(ImageFilter.GaussianBlur(1.2)), (240, 236, 228))


def _pull(picture: Image.Image, at: tuple[float, float], rng: np.random.Generator) -> None:
    thread = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(thread)
    turn = float(rng.uniform(-0.5, 0.5))
    along = np.linspace(-170, 170, 60)
    across = 5 * np.sin(along / 37)
    path = [
        (at[0] + a * math.cos(turn) - b * math.sin(turn),
         at[1] + a * math.sin(turn) + b * math.cos(turn))
        for a, b in zip(along.tolist(), across.tolist(), strict=True)
    ]  # fmt: skip
    pen.line(path, fill=150, width=3, joint="curve")
    x, y = at
    pen.arc((x - 13, y - 34, x + 13, y + 6), 130, 410, fill=210, width=4)
    shadow = ImageChops.offset(thread, 3, 6).filter(ImageFilter.GaussianBlur(4))
    _darken(picture, shadow, (26, 22, 22))
    _darken(picture, thread.filter(ImageFilter.GaussianBlur(0.9)), (244, 240, 232))


def _wear(picture: Image.Image, at: tuple[float, float], rng: np.random.Generator) -> None:
    faded = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(faded)
    for _ in range(60):
        x, y = at[0] + rng.normal(0, 70), at[1] + rng.normal(0, 40)
        length, slope = rng.uniform(14, 60), rng.uniform(-0.3, 0.3)
        end = (x + length, y + length * slope)
        pen.line((x, y, *end), fill=120, width=int(rng.integers(2, 6)))
    _darken(picture, faded.filter(ImageFilter.GaussianBlur(2.2)), (226, 220, 208))


def _darken(picture: Image.Image, share: Image.Image, colour: tuple[int, int, int]) -> None:
    """Mix a colour into the picture, by a share of 0 to 255 a pixel."""
    picture.paste(colour, (0, 0), share)


_FLAWS: Final[
    dict[str, Callable[[Image.Image, tuple[float, float], np.random.Generator], None]]
] = {"stain": _stain, "bobbles": _bobbles, "pull": _pull, "wear": _wear}
