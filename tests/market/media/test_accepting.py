"""Accepting photos: by content, upright, without metadata, or not at all."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from rethread.market.media.errors import PhotoRefused
from rethread.market.media.models import Photo
from rethread.market.media.rules import distance
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.services import accept_photo
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, PermissionDenied, new_id
from rethread.platform.storage import FolderStore, StorageFailed
from rethread.platform.storage.store import install_photo_store
from tests.support.factories import photo_bytes

pytestmark = pytest.mark.django_db
HEIC = Path(__file__).parents[2] / "support" / "data" / "tiny.heic"


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[FolderStore]:
    folder = FolderStore(tmp_path)
    install_photo_store(folder)
    yield folder
    install_photo_store(None)


@pytest.fixture
def actor() -> Actor:
    return Actor.user(new_id())


def stored(tmp_path: Path) -> set[str]:
    return {path.name for path in tmp_path.rglob("*") if path.is_file()}


def encode(image: Image.Image, fmt: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format=fmt, **options)
    return out.getvalue()


def opened(store: FolderStore, photo: PhotoView, width: int, fmt: str) -> Image.Image:
    return Image.open(io.BytesIO(store.get(photo.key(width, fmt))))  # type: ignore[arg-type]  # the parameter is one of the two formats


def half_red_half_blue(width: int = 400, height: int = 300) -> Image.Image:
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    return image


def test_a_photo_is_rendered_in_every_width_and_both_formats_never_enlarged(
    actor: Actor, store: FolderStore, tmp_path: Path
) -> None:
    photo = accept_photo(actor=actor, data=encode(half_red_half_blue(1200, 1600)), filename="a.jpg")
    assert (photo.width, photo.height, photo.status) == (1200, 1600, "ready")
    assert photo.widths == (320, 480, 640, 960)
    assert stored(tmp_path) == {"1200.jpg"} | {
        f"{width}.{fmt}" for width in photo.widths for fmt in ("avif", "webp")
    }
    for width in photo.widths:
        for fmt in ("avif", "webp"):
            rendering = opened(store, photo, width, fmt)
            assert (rendering.format, rendering.size) == (
                fmt.upper(),
                (width, round(width * 4 / 3)),
            )
    assert photos_by_ids([photo.id, new_id()]) == {photo.id: photo}


def test_a_small_original_keeps_its_own_width(actor: Actor) -> None:
    photo = accept_photo(actor=actor, data=encode(half_red_half_blue(400, 300)))
    assert photo.widths == (320, 400)
    tiny = accept_photo(actor=actor, data=encode(half_red_half_blue(100, 120)))
    assert tiny.widths == (100,)
    assert tiny.url(640) == f"/media/{tiny.id}/p1/100.webp"
    assert photo.srcset("avif") == (
        f"/media/{photo.id}/p1/320.avif 320w, /media/{photo.id}/p1/400.avif 400w"
    )


def test_orientation_is_applied_and_every_trace_of_metadata_dropped(
    actor: Actor, store: FolderStore, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter clockwise
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    data = encode(half_red_half_blue(400, 300), exif=exif, comment=b"SecretCamera")
    assert b"SecretCamera" in data
    photo = accept_photo(actor=actor, data=data)
    assert (photo.width, photo.height) == (300, 400)
    upright = opened(store, photo, 300, "webp").convert("RGB")
    red, blue = upright.getpixel((150, 50)), upright.getpixel((150, 350))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"SecretCamera" not in path.read_bytes()
            assert dict(Image.open(io.BytesIO(path.read_bytes())).getexif()) == {}


def test_a_heic_is_accepted_whatever_it_is_called_and_loses_its_metadata(
    actor: Actor, store: FolderStore, tmp_path: Path
) -> None:
    data = HEIC.read_bytes()
    assert b"SecretCamera" in data
    photo = accept_photo(actor=actor, data=data, filename="photo.jpg")
    assert (photo.width, photo.height, photo.widths) == (128, 96, (128,))
    pixel = opened(store, photo, 128, "webp").convert("RGB").getpixel((20, 40))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 25 for a, b in zip(pixel, (200, 30, 40), strict=True))
    assert all(
        b"SecretCamera" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )


def test_colours_of_another_profile_become_srgb(actor: Actor, store: FolderStore) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = accept_photo(
        actor=actor, data=encode(half_red_half_blue(), "PNG", icc_profile=lab.tobytes())
    )
    assert "icc_profile" not in opened(store, plain, 400, "webp").info
    broken = encode(half_red_half_blue(), "PNG", icc_profile=b"not a profile")
    assert accept_photo(actor=actor, data=broken).status == "ready"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_store_pixels_is_understood(
    actor: Actor, store: FolderStore, mode: str
) -> None:
    image = Image.new(mode, (80, 80), 0)
    data = encode(image, "JPEG" if mode == "CMYK" else "PNG")
    photo = accept_photo(actor=actor, data=data)
    assert opened(store, photo, 80, "webp").size == (80, 80)


def test_what_is_transparent_is_shown_on_white(actor: Actor, store: FolderStore) -> None:
    photo = accept_photo(actor=actor, data=encode(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), "PNG"))
    pixel = opened(store, photo, 80, "webp").convert("RGB").getpixel((40, 40))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250
    assert photo.dominant_colour == "#ffffff"


def test_the_same_bytes_of_the_same_person_are_the_same_photo(actor: Actor, tmp_path: Path) -> None:
    data = photo_bytes(seed=1)
    first = accept_photo(actor=actor, data=data, filename="a.png")
    files = stored(tmp_path)
    assert accept_photo(actor=actor, data=data, filename="b.png") == first
    assert stored(tmp_path) == files
    assert accept_photo(actor=Actor.user(new_id()), data=data).id != first.id
    assert Photo.objects.count() == 2


def test_look_alikes_are_near_and_others_far(actor: Actor) -> None:
    image = Image.open(io.BytesIO(photo_bytes(width=400, height=400, seed=5)))
    one = accept_photo(actor=actor, data=encode(image, quality=95))
    again = accept_photo(actor=actor, data=encode(image.resize((300, 300)), quality=50))
    other = accept_photo(actor=actor, data=photo_bytes(width=400, height=400, seed=6))
    assert distance(one.phash, again.phash) <= 6
    assert distance(one.phash, other.phash) > 16


def bomb(width: int, height: int) -> bytes:
    """Write a real PNG of one bit a pixel, all black, row by row."""

    def chunk(name: bytes, body: bytes) -> bytes:
        mark = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + mark

    packer = zlib.compressobj(1)
    row = b"\0" * (1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    )


def animated(fmt: str) -> bytes:
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, format=fmt, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


BAD = {
    "a text file named .jpg": (b"I am not a photo\n" * 100, "media.not_a_photo"),
    "an empty file": (b"", "media.not_a_photo"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "media.not_a_photo"),
    "a GIF": (animated("GIF"), "media.not_a_photo"),
    "a moving WebP": (animated("WEBP"), "media.animated"),
    "a moving PNG": (animated("PNG"), "media.animated"),
    "half a JPEG": (encode(half_red_half_blue())[:900], "media.damaged"),
    "half a PNG": (photo_bytes(seed=3, width=200, height=200)[:3000], "media.damaged"),
    "half a HEIC": (HEIC.read_bytes()[:400], "media.damaged"),
    "only the first bytes of a JPEG": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "media.damaged"),
    "a photo of a few pixels": (encode(half_red_half_blue(63, 300)), "media.too_small"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_photo_is_refused_and_leaves_nothing(
    actor: Actor, tmp_path: Path, what: str
) -> None:
    data, code = BAD[what]
    with pytest.raises(PhotoRefused) as refusal:
        accept_photo(actor=actor, data=data, filename="photo.jpg")
    assert refusal.value.code == code
    assert refusal.value.fields == {"photo": refusal.value.message}
    assert Photo.objects.count() == 0
    assert stored(tmp_path) == set()


def test_a_photo_of_400_megapixels_is_refused_before_it_is_decoded(
    actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decoded(self: Image.Image) -> None:
        raise AssertionError("decoding began")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    data = bomb(20_000, 20_000)
    assert len(data) < 1_000_000
    with pytest.raises(PhotoRefused) as refusal:
        accept_photo(actor=actor, data=data, filename="big.png")
    assert refusal.value.code == "media.too_many_pixels"
    assert refusal.value.message == "This photo has more than 80 megapixels."
    assert stored(tmp_path) == set()


def test_a_file_of_too_many_bytes_is_refused_by_its_length_alone(actor: Actor) -> None:
    with pytest.raises(PhotoRefused) as refusal:
        accept_photo(actor=actor, data=b"\0" * 25_000_001)
    assert refusal.value.code == "media.too_many_bytes"
    assert refusal.value.message == "This photo is larger than 25 MB."


def test_nobody_uploads_without_signing_in(tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        accept_photo(actor=Actor.anonymous(), data=photo_bytes())
    assert stored(tmp_path) == set()


def test_a_store_that_fills_up_half_way_keeps_nothing_of_the_photo(
    actor: Actor, tmp_path: Path
) -> None:
    class Filling(FolderStore):
        def put(self, key: str, data: bytes) -> None:
            if key.endswith("320.webp"):
                raise StorageFailed("storage.full", "There is no space left to store this photo.")
            super().put(key, data)

    install_photo_store(Filling(tmp_path))
    with pytest.raises(StorageFailed) as refusal:
        accept_photo(actor=actor, data=encode(half_red_half_blue(700, 700)))
    assert refusal.value.code == "storage.full"
    assert Photo.objects.count() == 0
    assert stored(tmp_path) == set()
