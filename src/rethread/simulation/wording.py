"""Titles and descriptions as sellers write them: some with care, some in capitals, some in haste.

Pure text from a seeded generator; it never describes what the garment is not.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

OPENERS = (
    "Beautiful", "Lovely", "Classic", "Gorgeous", "Super soft", "Great", "Timeless", "Rare",
    "Oversized", "Cute", "Perfect", "Effortless",
)  # fmt: skip
WEAR = {
    "new with tags": ("Never worn, tags still on.", "Brand new, bought in the wrong size."),
    "excellent": ("Worn once or twice, no marks.", "As good as new, washed and stored with care."),
    "good": (
        "Good used condition, plenty of life left.",
        "Light signs of wear, nothing you would notice on.",
    ),
    "used": (
        "Well loved: some fading and slight bobbling, priced accordingly.",
        "A small mark near the hem, see photos.",
    ),
}
FITS = (
    "Fits true to size.", "Comes up slightly small.", "Roomy fit, could go a size up.",
    "Relaxed fit.", "Sits nicely at the waist.",
)  # fmt: skip
REASONS = (
    "Having a clear-out.", "Does not fit me any more.", "I have two and only need one.",
    "Bought for one event.", "Making space in the wardrobe.", "",
)  # fmt: skip
SENDING = (
    "Posted within two days.", "Tracked post, reused packaging.", "Smoke-free, cat-friendly home.",
    "Happy to send measurements.", "",
)  # fmt: skip
PATTERN_WORDS = {
    "striped": "striped", "checked": "checked", "polka-dot": "polka dot", "floral": "floral",
    "animal": "animal print", "graphic": "graphic", "tie-dye": "tie dye",
    "fair-isle": "fair isle", "colour-block": "colour block",
}  # fmt: skip


def entitle(rng: random.Random, words: Mapping[str, str], care: float) -> str:
    """Write a title of at most 80 characters; careful sellers name brand, colour and size."""
    parts = [words["brand"]] if rng.random() < 0.55 + 0.4 * care else []
    if words["era"] and rng.random() < 0.6:
        parts.insert(0, {"90s": "90s", "y2k": "Y2K"}.get(words["era"], words["era"]))
    elif words["style"] and rng.random() < 0.25:
        parts.insert(0, words["style"])
    if rng.random() < 0.3 + 0.6 * care:
        parts.append(words["colour"])
    if words["pattern"] in PATTERN_WORDS:
        parts.append(PATTERN_WORDS[words["pattern"]])
    if rng.random() < 0.4 and words["material"] not in words["type"]:
        parts.append(words["material"])
    parts.append(words["type"])
    if rng.random() < 0.25 * care:
        parts.append(f"size {words['size']}" if words["size"] != "One size" else "")
    title = " ".join(filter(None, parts))
    if not parts[:-1]:
        title = f"{rng.choice(OPENERS)} {title}"
    return _cased(rng, title, care)[:80]


def _cased(rng: random.Random, title: str, care: float) -> str:
    if rng.random() > care + 0.45:
        return rng.choice((title.lower(), title.upper()))
    return title[:1].upper() + title[1:]


def describe(rng: random.Random, words: Mapping[str, str], care: float) -> str:
    """Write a description of one to five sentences."""
    pattern = PATTERN_WORDS.get(words["pattern"], "")
    material = "" if words["material"] in words["type"] else words["material"]
    what = " ".join(filter(None, (words["colour"], pattern, material, words["type"])))
    sentences = [
        f"{rng.choice(OPENERS)} {what} by {words['brand']}.",
        rng.choice(WEAR[words["condition"]]),
    ]
    if care > 0.4:
        sentences.append(rng.choice(FITS))
    if care > 0.6 and words["size"] != "One size":
        sentences.append(f"Labelled {words['size']}.")
    sentences += [rng.choice(REASONS), rng.choice(SENDING)]
    return " ".join(filter(None, sentences))
