"""How many re-uploaded photographs are found, and how many different ones are taken for the same.

    python benchmarks/lookalikes.py FOLDER_OF_PHOTOGRAPHS

Prints, at the bounds in use, the false pairs among all and the share of re-uploads found, by what
was done to them.
"""

from __future__ import annotations

import io
import os
import sys
import time
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance

os.environ.setdefault("RETHREAD_MODE", "test")
from rethread.market.media.rules import DHASH_BITS_MAX, PHASH_BITS_MAX, distance, marks_of

Marks = dict[int, tuple[int, int]]


def alike(one: Marks, other: Marks) -> bool:
    """Compare as the market does: any part with any part, both hashes close."""
    return any(
        distance(p, q) <= PHASH_BITS_MAX and distance(d, e) <= DHASH_BITS_MAX
        for p, d in one.values()
        for q, e in other.values()
    )


def cut(image: Image.Image, percent: int) -> Image.Image:
    """Return the middle that is left when `percent` of each side is cut off, half at each end."""
    off_x, off_y = (side * percent // 200 for side in image.size)
    return image.crop((off_x, off_y, image.width - off_x, image.height - off_y))


def compressed(image: Image.Image) -> Image.Image:
    """Return a photo as a messenger would send it on."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=40)
    return Image.open(out).convert("RGB")


CHANGES = {
    "compressed to 40": compressed,
    "half as large": lambda image: image.resize((image.width // 2, image.height // 2)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "cut by 5 %": lambda image: cut(image, 5),
    "cut by 10 %": lambda image: cut(image, 10),
    "cut by 15 %": lambda image: cut(image, 15),
    "cut by 20 %": lambda image: cut(image, 20),
    "left tenth cut off": lambda i: i.crop((i.width // 10, 0, i.width, i.height)),
}


def main(folder: Path) -> None:
    """Measure and print."""
    images = []
    for path in sorted(folder.glob("*.jpg")):
        with Image.open(path) as opened:
            opened.draft("RGB", (480, 640))
            images.append(opened.convert("RGB"))
    begun = time.process_time()
    marks = [marks_of(image) for image in images]
    each_ms = 1000 * (time.process_time() - begun) / len(images)
    pairs = list(combinations(marks, 2))
    print(f"{len(images)} photographs, {each_ms:.1f} ms CPU each for three marks")
    print(f"{sum(alike(one, other) for one, other in pairs)} of {len(pairs):,} pairs taken as same")
    for name, change in CHANGES.items():
        found = sum(alike(marks_of(change(i)), m) for i, m in zip(images, marks, strict=True))
        print(f"{name}: {100 * found / len(images):.1f} % found")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
