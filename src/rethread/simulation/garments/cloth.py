"""Turns a specification into cloth to cut from: colour, pattern and texture of every panel.

A panel asks for a cloth by role (main, contrast, rib, inside, sole ...), never by colour.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from rethread.simulation.garments.drawing import Piece
from rethread.simulation.garments.geometry import Pose
from rethread.simulation.garments.palette import RGB, lightness, mix, partner_of, shade
from rethread.simulation.garments.patterns import draw_pattern, pattern_slug
from rethread.simulation.garments.spec import GarmentSpec
from rethread.simulation.garments.textures import NEUTRAL, REACH, material_slug, texture
from rethread.simulation.garments.vocabulary import read_cut

Box = tuple[int, int, int, int]

_FIXED: dict[str, tuple[RGB, str]] = {
    "sole": ((238, 233, 222), "smooth"), "gum": ((176, 128, 82), "smooth"),
    "black-sole": ((44, 42, 42), "smooth"), "metal": ((196, 192, 184), "smooth"),
    "brass": ((186, 152, 92), "smooth"), "label": ((240, 234, 222), "canvas"),
    "wood": ((122, 84, 54), "smooth"), "tan": ((166, 112, 68), "leather"),
    "lining": ((226, 218, 204), "satin"), "cord": ((238, 232, 220), "canvas"),
    "ink": ((42, 40, 42), "smooth"), "pearl": ((236, 230, 218), "smooth"),
    "patch": ((150, 98, 58), "leather"),
}  # fmt: skip

_COARSE = {"wool", "cable", "ribknit", "rib", "corduroy", "denim", "linen", "satin"}

_UPRIGHT = {"blazer", "waistcoat", "trousers", "shirt", "shorts", "skirt", "coat", "bag"}


class Wardrobe:
    """All the cloth one picture needs; swatches are made when first cut."""

    def __init__(self, spec: GarmentSpec, zoom: int, scale: float, reach: float) -> None:
        rng = spec.rng("cloth")
        self._spec, self._zoom, self._scale = spec, zoom, scale
        self.material = self._weave(spec)
        denim = self.material == "denim"
        self._main = shade(spec.colour, float(rng.random()), denim=denim)
        second = spec.colour2 or partner_of(spec.colour, float(rng.random()))
        self._second = shade(second, float(rng.random()), denim=False)
        if abs(lightness(self._main) - lightness(self._second)) < 0.1:
            far = (240, 234, 222) if lightness(self._main) < 0.5 else (52, 50, 54)
            self._second = mix(self._second, far, 0.55)
        self._jitter = rng.uniform(-0.5, 0.5, 2)
        self._side = min(REACH, int(reach) + 8)
        self._woven: Image.Image | None = None
        patterned = pattern_slug(spec.pattern)
        share = 0.4 if patterned in ("striped", "checked", "colour-block", "tie-dye") else 0.15
        plain = patterned in ("plain", "graphic", "denim-wash")
        self.seen_colour = self._main if plain else mix(self._main, self._second, share)
        if patterned == "animal":
            self.seen_colour = mix(self._main, (176, 126, 80), 0.7)

    def _weave(self, spec: GarmentSpec) -> str:
        slug = material_slug(spec.material)
        cut = read_cut(spec.type, spec.cut)
        if cut.get("knit") == "cable" and slug == "wool":
            return "cable"
        if cut.get("knit") == "rib" and slug == "wool":
            return "ribknit"
        if slug == "wool" and spec.type in (
            "coat",
            "blazer",
            "trousers",
            "skirt",
            "waistcoat",
            "cap",
        ):
            return "tweed"
        return slug

    def cut(self, piece: Piece, box: Box, pose: Pose) -> Image.Image:
        """Cut a box-sized tile of the piece's cloth, turned to its grain."""
        angle = math.radians(piece.grain + pose.degrees)
        if piece.cloth == "main" and self._patterned():
            return self._cut_patterned(piece, box, angle, pose)
        colour, weave = self._role(piece.cloth)
        if weave not in _COARSE:
            angle = 0.0
        shift = self._shift(piece) if angle == 0.0 else (0.0, 0.0)
        tile = _turned(texture(weave, self._zoom), box, angle, shift)
        return _dyed(tile, colour, weave)

    def _patterned(self) -> bool:
        return pattern_slug(self._spec.pattern) not in ("plain", "graphic", "denim-wash", "other")

    def _role(self, cloth: str) -> tuple[RGB, str]:
        if cloth in _FIXED:
            return _FIXED[cloth]
        main, second = self._main, self._second
        dark = mix(main, (24, 20, 22), 0.30)
        return {
            "main": (main, self.material),
            "contrast": (second, self.material),
            "print": (second, "smooth"),
            "print2": (mix(second, (206, 128, 88), 0.6), "smooth"),
            "print3": (mix(second, main, 0.45), "smooth"),
            "rib": (mix(main, (24, 20, 22), 0.05), "rib"),
            "rib2": (second, "rib"),
            "inside": (mix(main, (24, 20, 22), 0.16), "cotton"),
            "dark": (dark, self.material),
            "button": (self._button(), "smooth"),
            "stitch": (mix(main, (214, 164, 96), 0.8), "smooth"),
            "tone": (mix(main, (250, 240, 225), 0.16), self.material),
        }[cloth]

    def _button(self) -> RGB:
        if lightness(self._main) > 0.6:
            return mix(self._main, (120, 86, 60), 0.35)
        return mix(self._main, (22, 20, 20), 0.5)

    def _shift(self, piece: Piece) -> tuple[float, float]:
        away = piece.outline[0]
        return float(self._jitter[0] * 60 + away[0] % 23), float(
            self._jitter[1] * 60 + away[1] % 19
        )

    def _cut_patterned(self, piece: Piece, box: Box, angle: float, pose: Pose) -> Image.Image:
        tall = box[3] - box[1]
        if self._woven is None:
            self._woven = self._swatch()
        away = (0.0, 0.0)
        if pattern_slug(self._spec.pattern) == "colour-block" and abs(piece.grain) < 60:
            angle = math.radians(pose.degrees)
            x, y = (box[0] + box[2]) / 2 - pose.place[0], (box[1] + box[3]) / 2 - pose.place[1]
            level = -math.sin(angle) * x + math.cos(angle) * y
            limit = (REACH - tall) / 2 - 2
            away = (0.0, max(-limit, min(limit, level)))
        return _turned(self._woven, box, angle, away)

    def _swatch(self) -> Image.Image:
        """Print or weave one square of cloth, large enough for every panel of this picture."""
        rng = self._spec.rng("pattern")
        scale = max(self._scale, 0.5)
        name = pattern_slug(self._spec.pattern)
        side = REACH if name == "colour-block" else self._side
        if name == "striped" and self._spec.type in _UPRIGHT:
            name = "pinstripe"
        pattern = draw_pattern(name, side, self._main, self._second, scale, rng)
        if pattern is None:
            pattern = Image.new("RGB", (side, side), self._main)
        grain = texture(self.material, self._zoom).crop((0, 0, side, side))
        steps = grain.point([value * 128 // NEUTRAL for value in range(256)])
        woven = np.asarray(pattern, dtype=np.uint16) * np.asarray(steps)[..., None]
        woven >>= 7
        return Image.fromarray(np.minimum(woven, 255).astype(np.uint8))


def _turned(cloth: Image.Image, box: Box, angle: float, shift: tuple[float, float]) -> Image.Image:
    """Cut a tile out of the middle of a square of cloth, turned by radians."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    middle = cloth.size[0] / 2
    if abs(angle) < 1e-3:
        left = int(max(0, min(middle - wide / 2 + shift[0], cloth.size[0] - wide)))
        top = int(max(0, min(middle - tall / 2 + shift[1], cloth.size[1] - tall)))
        return cloth.crop((left, top, left + wide, top + tall))
    cos, sin = math.cos(angle), math.sin(angle)
    x0 = middle + shift[0] - cos * wide / 2 - sin * tall / 2
    y0 = middle + shift[1] + sin * wide / 2 - cos * tall / 2
    matrix = (cos, sin, x0, -sin, cos, y0)
    return cloth.transform((wide, tall), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _dyed(tile: Image.Image, colour: RGB, weave: str) -> Image.Image:
    """Colour a texture: shadows lean warm and deep, highlights lean towards undyed thread."""
    steps = np.arange(256, dtype=np.float32)[:, None] / NEUTRAL
    base = np.array(colour, dtype=np.float32)
    table = base * steps
    over = np.clip(steps - 1, 0, 1)
    thread = np.array((226, 224, 216) if weave == "denim" else (255, 246, 232), dtype=np.float32)
    table += (thread - base) * over * (0.9 if weave == "denim" else 0.25)
    table = np.clip(table, 0, 255).astype(np.uint8)
    return Image.merge("RGB", [tile.point(table[:, channel].tolist()) for channel in range(3)])
