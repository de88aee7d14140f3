"""The colours of the market: about twenty names, each with several shades that sit well together.

It refuses pure primaries: every shade is a little greyed, as dyed cloth in daylight is.
"""

from __future__ import annotations

from rethread.simulation.garments.spec import UnsupportedGarment

RGB = tuple[int, int, int]

SHADES: dict[str, tuple[str, ...]] = {
    "black": ("26262a", "2c2a2b", "232528"),
    "white": ("f3f1ec", "efeee9", "f5f2ea"),
    "cream": ("eadfc8", "efe5d0", "e3d6bb"),
    "beige": ("cdb597", "c8b08f", "d6c3a5"),
    "brown": ("6d4a33", "7d5638", "553a2b", "8a6242"),
    "grey": ("8d8f91", "a8a9a8", "6b6e72", "b9b7b2"),
    "navy": ("26304a", "2b3654", "222b40"),
    "blue": ("3f6494", "4a73a8", "35577f", "5b7f9f"),
    "light-blue": ("a3bdd3", "b4c9d8", "93b0c8"),
    "green": ("47674a", "5d7d58", "35543f", "7f9872", "2f5b51"),
    "khaki": ("7c7a55", "8b865f", "67684a"),
    "red": ("a83a32", "b8463a", "983033"),
    "burgundy": ("652b35", "5a2630", "70323c"),
    "pink": ("dba3a4", "e6bcb8", "cb8490", "e2a9b0"),
    "purple": ("7a6390", "9c89ae", "5d4a70"),
    "yellow": ("dcb34c", "e5c56f", "d1a13a"),
    "orange": ("c9703a", "d58650", "b95f33"),
    "silver": ("b4b7ba", "c2c3c3"),
    "gold": ("b3924f", "c0a160"),
    "multi": ("c9a37a", "7d8fa0", "a7776f", "8d9a7b"),
}

DENIM_SHADES: dict[str, tuple[str, ...]] = {
    "navy": ("2c3a58", "303f5c"),
    "blue": ("4f6f96", "5d7ea3", "6484a6"),
    "light-blue": ("9db4c9", "8fabc4", "b0c3d2"),
    "black": ("303135", "38383c"),
    "grey": ("77797c", "8f9192"),
}

_PARTNERS: dict[str, tuple[str, ...]] = {
    "black": ("white", "cream", "red", "grey"),
    "white": ("navy", "black", "red", "green", "blue"),
    "cream": ("navy", "brown", "burgundy", "green"),
    "navy": ("white", "cream", "red"),
    "blue": ("white", "cream", "navy"),
    "grey": ("white", "black", "burgundy"),
}

ALIASES = {"gray": "grey", "lightblue": "light-blue", "tan": "beige", "olive": "khaki"}


def colour_names() -> tuple[str, ...]:
    """List the colour names that can be drawn."""
    return tuple(SHADES)


def colour_slug(name: str) -> str:
    """Normalise a colour name.

    Raises:
        UnsupportedGarment: the palette has no such colour.
    """
    slug = name.strip().lower().replace(" ", "-").replace("_", "-")
    slug = ALIASES.get(slug, slug)
    if slug not in SHADES:
        raise UnsupportedGarment(f"no shades are known for colour {name!r}")
    return slug


def shade(name: str, pick: float, *, denim: bool = False) -> RGB:
    """Choose one shade of a named colour; `pick` in [0, 1) decides which.

    Raises:
        UnsupportedGarment: the palette has no such colour.
    """
    slug = colour_slug(name)
    shades = DENIM_SHADES.get(slug, SHADES[slug]) if denim else SHADES[slug]
    text = shades[int(pick * len(shades))]
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def partner_of(name: str, pick: float) -> str:
    """Choose a second colour that goes with the first, for stripes, prints and trims."""
    partners = _PARTNERS.get(colour_slug(name), ("cream", "white", "navy", "black"))
    return partners[int(pick * len(partners))]


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Blend two colours; `share` is how much of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def lightness(colour: RGB) -> float:
    """Return perceived lightness from 0 to 1 (Rec. 601 luma of the coded values)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
