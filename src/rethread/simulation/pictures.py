"""The photographs of simulated garments: expected at once, drawn (or read) and delivered behind.

`DrawnPictures` and `FiledPictures` note in a ledger file what each expected photo shows; the
darkroom works through it, newest first, and may be stopped and started at any moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image

from rethread.market.media.selectors import pending_photo_ids
from rethread.market.media.services import deliver_photo, expect_photos
from rethread.market.media.types import ExpectedPhoto
from rethread.platform.kernel import Actor, DomainError

from .closet import Garment
from .garments import GarmentSpec, draw_garment
from .garments.palette import SHADES
from .garments.spec import HEIGHT, WIDTH, View

SYSTEM = Actor.system("simulation.darkroom")
VIEWS: tuple[View, View] = ("front", "detail")
ORIENTATION = 0x0112  # the EXIF tag


@dataclass(frozen=True, slots=True)
class Exposure:
    """One expected photo and what it shows: a drawing's specification, or a file."""

    photo_id: UUID
    view: View
    spec: GarmentSpec | None
    path: Path | None

    def write(self) -> str:
        """Return the exposure as a line of the ledger file."""
        return json.dumps(
            {
                "photo_id": str(self.photo_id),
                "view": self.view,
                "spec": asdict(self.spec) if self.spec else None,
                "path": str(self.path) if self.path else None,
            }
        )

    @classmethod
    def read(cls, line: str) -> Exposure:
        """Read a line of the ledger file."""
        told = json.loads(line)
        return cls(
            photo_id=UUID(told["photo_id"]),
            view=told["view"],
            spec=GarmentSpec(**told["spec"]) if told["spec"] else None,
            path=Path(told["path"]) if told["path"] else None,
        )


class ExpectedPictures:
    """`Pictures` that expects photos now and has them delivered later."""

    def __init__(self, ledger: Path) -> None:
        """Append to `ledger`, a file of one exposure per line."""
        ledger.parent.mkdir(parents=True, exist_ok=True)
        self._ledger = ledger

    def take(self, actor: Actor, garment: Garment) -> Sequence[UUID]:
        """Expect the views of a garment and return their ids, the cover first."""
        wanted = list(_views(garment))
        photos = expect_photos(actor=actor, expected=[expected for expected, *_ in wanted])
        exposures = [
            Exposure(photo.id, view, spec, path)
            for photo, (_, view, spec, path) in zip(photos, wanted, strict=True)
        ]
        with self._ledger.open("a") as out:
            out.writelines(exposure.write() + "\n" for exposure in exposures)
        return [exposure.photo_id for exposure in exposures]


def _views(
    garment: Garment,
) -> Iterator[tuple[ExpectedPhoto, View, GarmentSpec | None, Path | None]]:
    """Yield what each photo of a garment will show, the cover first."""
    colour = _hex_of(garment)
    if garment.photograph is not None:
        path = garment.photograph
        yield ExpectedPhoto(path.name, *_upright_size(path), colour), "front", None, path
    if garment.drawing is not None:
        for view in VIEWS:
            mark = garment.drawing.cache_key(view)
            yield ExpectedPhoto(mark, WIDTH, HEIGHT, colour), view, garment.drawing, None


def _hex_of(garment: Garment) -> str:
    name = garment.colours[0] if garment.colours else ""
    return "#" + SHADES.get(name, ("cfc8bd",))[0]


def _upright_size(path: Path) -> tuple[int, int]:
    """Return width and height as a viewer sees them; EXIF orientations 5 to 8 lie on a side."""
    with Image.open(path) as image:
        turned = image.getexif().get(ORIENTATION, 1) >= 5
        return (image.height, image.width) if turned else (image.width, image.height)


class Darkroom:
    """Delivers expected photos from drawings (cached by specification and version) or files."""

    def __init__(self, ledger: Path, cache: Path) -> None:
        """Read `ledger`; keep drawings in `cache`."""
        cache.mkdir(parents=True, exist_ok=True)
        self._ledger = ledger
        self._cache = cache

    def waiting(self) -> list[Exposure]:
        """Return what is still expected, the latest first."""
        if not self._ledger.exists():
            return []
        lines = self._ledger.read_text().splitlines()
        exposures = [Exposure.read(line) for line in reversed(lines)]
        pending = pending_photo_ids(exposure.photo_id for exposure in exposures)
        return [exposure for exposure in exposures if exposure.photo_id in pending]

    def develop(self, exposure: Exposure) -> bool:
        """Deliver one photo; False where its file cannot be used, which is no reason to stop."""
        try:
            deliver_photo(actor=SYSTEM, photo_id=exposure.photo_id, data=self._bytes(exposure))
        except (DomainError, OSError):
            return False
        return True

    def draw_ahead(self, spec: GarmentSpec, view: View) -> None:
        """Draw into the cache what will be expected soon."""
        self._drawing(spec, view)

    def _bytes(self, exposure: Exposure) -> bytes:
        if exposure.path is not None:
            return exposure.path.read_bytes()
        assert exposure.spec is not None
        return self._drawing(exposure.spec, exposure.view)

    def _drawing(self, spec: GarmentSpec, view: View) -> bytes:
        kept = self._cache / f"{spec.cache_key(view)}.jpg"
        if not kept.exists():
            partial = kept.with_suffix(".part")
            partial.write_bytes(draw_garment(spec, view))
            partial.replace(kept)
        return kept.read_bytes()


def develop_all(
    darkroom: Darkroom, *, first: int | None, on_done: Callable[[int, int], None]
) -> int:
    """Deliver what waits (at most `first` photos) and return how many were delivered."""
    waiting = darkroom.waiting()[:first]
    done = 0
    for number, exposure in enumerate(waiting, start=1):
        done += darkroom.develop(exposure)
        on_done(number, len(waiting))
    return done
