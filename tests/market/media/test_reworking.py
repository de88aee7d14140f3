"""Turning and cutting photos: exact, from what was kept, and another photo each time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from rethread.market.media.errors import PhotoNotFound, PhotoRefused
from rethread.market.media.models import Photo
from rethread.market.media.rules import reworked
from rethread.market.media.services import accept_photo, rework_photo
from rethread.market.media.types import Rework
from rethread.platform.kernel import Actor
from rethread.platform.storage import photo_store
from tests.support.factories import make_photo, make_user, photo_bytes

RED, BLUE = (220, 20, 20), (20, 20, 220)


def halves(width: int, height: int) -> Image.Image:
    """Draw a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def test_a_quarter_turn_right_brings_the_left_side_up() -> None:
    turned = reworked(halves(200, 100), Rework(quarter_turns=1))
    assert turned.size == (100, 200)
    assert (turned.getpixel((50, 10)), turned.getpixel((50, 190))) == (RED, BLUE)
    back = reworked(turned, Rework(quarter_turns=3))
    assert (back.size, back.getpixel((10, 50))) == ((200, 100), RED)
    assert reworked(halves(200, 100), Rework(quarter_turns=4)).size == (200, 100)


@pytest.mark.parametrize(
    ("keep", "left", "right"),
    [("start", RED, RED), ("middle", RED, BLUE), ("end", BLUE, BLUE)],
)
def test_a_cut_keeps_the_part_that_is_asked_for_in_four_by_five(
    keep: str, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    cut = reworked(halves(400, 200), Rework(keep=keep))  # type: ignore[arg-type]  # parametrised
    assert cut.size == (160, 200)
    assert (cut.getpixel((0, 50)), cut.getpixel((159, 50))) == (left, right)
    assert reworked(halves(100, 400), Rework(keep="middle")).size == (100, 125)


@pytest.mark.django_db
def test_a_rework_is_a_photo_of_its_own_with_its_renderings_and_its_source() -> None:
    owner = Actor.user(make_user().id)
    data = photo_bytes(width=400, height=300, fmt="JPEG")
    source = accept_photo(actor=owner, data=data)
    turned = rework_photo(actor=owner, photo_id=source.id, rework=Rework(quarter_turns=1))
    assert (turned.width, turned.height, turned.source_id) == (300, 400, source.id)
    again = rework_photo(actor=owner, photo_id=source.id, rework=Rework(quarter_turns=1))
    assert again == turned
    cut = rework_photo(actor=owner, photo_id=turned.id, rework=Rework(keep="middle"))
    assert (cut.width, cut.height, cut.source_id) == (300, 375, source.id)
    stored = Image.open(io.BytesIO(photo_store().get(cut.key(960))))
    assert stored.size == (300, 375)
    assert Photo.objects.count() == 3


@pytest.mark.django_db
def test_somebody_else_s_photo_and_one_with_nothing_left_are_refused() -> None:
    owner = Actor.user(make_user().id)
    photo = make_photo(owner.require_user())
    with pytest.raises(PhotoNotFound) as stolen:
        rework_photo(
            actor=Actor.user(make_user().id), photo_id=photo.id, rework=Rework(quarter_turns=1)
        )
    assert stolen.value.code == "media.photo_not_found"
    narrow = accept_photo(actor=owner, data=photo_bytes(width=600, height=70))
    with pytest.raises(PhotoRefused) as refusal:
        rework_photo(actor=owner, photo_id=narrow.id, rework=Rework(keep="middle"))
    assert refusal.value.code == "media.too_small"
    assert Photo.objects.count() == 2
