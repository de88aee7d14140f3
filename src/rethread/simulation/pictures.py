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
from .garments.other_views import HAVE_A_BACK
from .garments.palette import SHADES
from .garments.spec import HEIGHT, WIDTH, View

SYSTEM = Actor.system("simulation.darkroom")
WORN = "used"  # a condition in which a garment has something that its buyer should see
ORIENTATION = 0x0112  # the EXIF tag


@dataclass(frozen=True, slots=True)
class Exposure:
    """One expected photo and what it shows: a drawing's specification, or a file."""

    photo_id: UUID
    view: View
    spec: GarmentSpec | None
    path: Path | None
    words: tuple[str, ...] = ()

    def write(self) -> str:
        """Return the exposure as a line of the ledger file."""
        return json.dumps(
            {
                "photo_id": str(self.photo_id),
                "view": self.view,
                "spec": asdict(self.spec) if self.spec else None,
                "path": str(self.path) if self.path else None,
                "words": self.words,
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
            words=tuple(told.get("words", ())),
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
            Exposure(photo.id, view, spec, path, _on_label(garment) if view == "label" else ())
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
        for view in views_of(garment.drawing, garment.condition):
            words = _on_label(garment) if view == "label" else ()
            mark = garment.drawing.cache_key(view, words)
            yield ExpectedPhoto(mark, WIDTH, HEIGHT, colour), view, garment.drawing, None


def views_of(drawing: GarmentSpec, condition: str) -> tuple[View, ...]:
    """Return what its seller photographs of a garment: three views to five, the cover first."""
    has_a_back = drawing.type in HAVE_A_BACK
    close = not has_a_back or drawing.seed % 3 == 0
    return (
        "front",
        *(("back",) if has_a_back else ()),
        *(("detail",) if close else ()),
        "label",
        *(("flaw",) if condition == WORN else ()),
    )


def _on_label(garment: Garment) -> tuple[str, ...]:
    return (garment.brand, garment.size, garment.material.capitalize())


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
        """Return what is still expected: every cover, then the rest, the latest of each first."""
        if not self._ledger.exists():
            return []
        lines = self._ledger.read_text().splitlines()
        exposures = [Exposure.read(line) for line in reversed(lines)]
        pending = pending_photo_ids(exposure.photo_id for exposure in exposures)
        waiting = [exposure for exposure in exposures if exposure.photo_id in pending]
        return sorted(waiting, key=lambda exposure: exposure.view != "front")

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
        return self._drawing(exposure.spec, exposure.view, exposure.words)

    def _drawing(self, spec: GarmentSpec, view: View, words: tuple[str, ...] = ()) -> bytes:
        kept = self._cache / f"{spec.cache_key(view, words)}.jpg"
        if not kept.exists():
            partial = kept.with_suffix(".part")
            partial.write_bytes(draw_garment(spec, view, words))
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
