"""Garments are drawn for every type, the same each time, and no two of a population look alike."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from rethread.market.media.rules.hashing import (
    DHASH_BITS_MAX,
    PHASH_BITS_MAX,
    distance,
    marks_of,
)
from rethread.simulation.garments import (
    LEAF_CUTS,
    GarmentSpec,
    UnsupportedGarment,
    colour_names,
    draw_garment,
    illustrator,
    materials_for,
    patterns_for,
    supported_type_for,
    supported_types,
    vary_cut,
)
from rethread.simulation.garments.other_views import back_of
from rethread.simulation.garments.silhouettes import draw_silhouette
from rethread.simulation.pictures import views_of

LEAVES = {
    "t-shirt": "tee", "vest-top": "vest", "polo-shirt": "polo", "denim-jacket": "jacket",
    "leather-jacket": "jacket", "puffer-jacket": "puffer", "midi-dress": "dress",
    "maxi-skirt": "skirt", "tote-bag": "bag", "crossbody-bag": "bag", "beanie": "beanie",
    "swimwear": "swimsuit", "belt": "belt", "sandals": "sandals", "loafers": "loafers",
    "jumpsuit": "jumpsuit", "joggers": "joggers", "leggings": "leggings", "sneakers": "trainers",
    "waistcoat": "waistcoat", "Trench Coat": "coat", "wrap-mini-dress": "dress",
    "something-else": "tee",
}  # fmt: skip


def population(seed: int, count: int) -> list[GarmentSpec]:
    """Choose garments as a simulation would: any colour, any pattern and material that suits."""
    rng = np.random.default_rng(seed)
    types, colours = supported_types(), colour_names()

    def one(options: tuple[str, ...]) -> str:
        return options[int(rng.integers(len(options)))]

    specs = []
    for _ in range(count):
        type_ = one(types)
        specs.append(
            GarmentSpec(
                type=type_, department=one(("women", "men", "unisex")), colour=one(colours),
                colour2="", pattern=one(patterns_for(type_)), material=one(materials_for(type_)),
                style="casual", cut=vary_cut(type_, rng), seed=int(rng.integers(1 << 31)),
            )
        )  # fmt: skip
    return specs


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def difference_hash(image: Image.Image) -> NDArray[np.bool_]:
    """Return 240 bits saying where the picture grows lighter to the right (dHash)."""
    small = np.asarray(image.convert("L").resize((16, 15), Image.Resampling.LANCZOS), dtype=int)
    bits: NDArray[np.bool_] = (small[:, 1:] > small[:, :-1]).ravel()
    return bits


def colours_of(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.resize((6, 8), Image.Resampling.BOX), dtype=np.float64)


def spec_of(type_: str, seed: int = 5) -> GarmentSpec:
    cut = vary_cut(type_, np.random.default_rng(seed))
    return GarmentSpec(
        type_, "women", "green", "", patterns_for(type_)[0], materials_for(type_)[0], "", cut, seed
    )


@pytest.mark.parametrize("type_", supported_types())
def test_every_type_is_drawn_as_a_portrait_jpeg_in_two_views(type_: str) -> None:
    front, detail = draw_garment(spec_of(type_), "front"), draw_garment(spec_of(type_), "detail")
    assert [(opened(d).format, opened(d).size) for d in (front, detail)] == [
        ("JPEG", (960, 1200)),
        ("JPEG", (960, 1200)),
    ]
    apart = np.abs(colours_of(opened(front)) - colours_of(opened(detail))).mean()
    assert apart > 4


def test_a_back_has_no_buttons_and_is_another_picture() -> None:
    for type_ in ("shirt", "jeans", "dress"):
        spec = spec_of(type_)
        front, back = opened(draw_garment(spec, "front")), opened(draw_garment(spec, "back"))
        assert np.abs(colours_of(front) - colours_of(back)).mean() > 0.5
        turned = back_of(draw_silhouette(spec))
        assert {piece.cloth for piece in turned.pieces} & {"button", "label", "inside"} == set()


def test_a_label_says_what_it_should_and_no_two_look_like_the_same_photo() -> None:
    spec = spec_of("tee")
    blank, said = (draw_garment(spec, "label", words) for words in ((), ("COS", "UK 12", "Wool")))
    darker = np.asarray(opened(blank).convert("L"), int) - np.asarray(
        opened(said).convert("L"), int
    )
    assert (darker > 60).sum() > 500  # ink
    assert spec.cache_key("label", ("COS",)) != spec.cache_key("label", ("Arket",))
    labels = [opened(draw_garment(s, "label", ("COS", "M", ""))) for s in population(9, 10)]
    marks = [list(marks_of(image).values()) for image in labels]
    for one, other in itertools.combinations(marks, 2):
        assert not any(
            distance(a[0], b[0]) <= PHASH_BITS_MAX and distance(a[1], b[1]) <= DHASH_BITS_MAX
            for a in one
            for b in other
        )


@pytest.mark.parametrize("type_", ["jumper", "jeans", "tee"])
def test_a_flaw_can_be_seen(type_: str) -> None:
    spec = spec_of(type_)
    sound = _without_a_flaw(spec)
    seen = np.asarray(opened(draw_garment(spec, "flaw")), int)
    assert (np.abs(seen - sound).max(axis=2) > 24).sum() > 800


def _without_a_flaw(spec: GarmentSpec) -> NDArray[np.int_]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(illustrator, "paint_flaw", lambda *_: None)
        return np.asarray(opened(draw_garment(spec, "flaw")), int)


def test_a_seller_shows_three_views_to_five_and_a_flaw_where_it_is_worn() -> None:
    specs = population(3, 60)
    shown = [views_of(spec, condition) for spec in specs for condition in ("good", "used")]
    assert {len(views) for views in shown} == {3, 4, 5}
    assert all(views[0] == "front" and "label" in views for views in shown)
    assert all(("flaw" in views) == (number % 2 == 1) for number, views in enumerate(shown))
    boots = replace(spec_of("boots"), seed=1)
    assert views_of(boots, "good") == ("front", "detail", "label")


def test_the_same_specification_draws_the_same_bytes() -> None:
    spec = spec_of("shirt")
    assert draw_garment(spec, "flaw") == draw_garment(replace(spec), "flaw")
    assert draw_garment(spec, "front") == draw_garment(replace(spec), "front")
    assert draw_garment(spec, "detail") == draw_garment(replace(spec), "detail")


def test_another_seed_draws_another_picture() -> None:
    spec = spec_of("shirt")
    assert draw_garment(spec, "front") != draw_garment(replace(spec, seed=6), "front")


def test_cache_keys_differ_by_view_and_by_every_field() -> None:
    spec = spec_of("dress")
    others = [
        replace(spec, colour="red"), replace(spec, colour2="red"), replace(spec, seed=9),
        replace(spec, pattern="floral"), replace(spec, cut=""), replace(spec, department="men"),
        replace(spec, material="linen"), replace(spec, style="boho"), replace(spec, type="skirt"),
    ]  # fmt: skip
    keys = {spec.cache_key("front"), spec.cache_key("detail")}
    keys |= {other.cache_key("front") for other in others}
    assert len(keys) == 2 + len(others)


def test_no_two_of_the_first_48_look_alike() -> None:
    images = [opened(draw_garment(spec, "front")) for spec in population(2026, 48)]
    hashes = [difference_hash(image) for image in images]
    colours = [colours_of(image) for image in images]
    alike = [
        (a, b)
        for a, b in itertools.combinations(range(48), 2)
        if np.count_nonzero(hashes[a] != hashes[b]) < 24
        and np.abs(colours[a] - colours[b]).mean() < 12
    ]
    assert alike == []


def test_the_colour_asked_for_is_the_colour_seen() -> None:
    middle = {}
    for colour in ("red", "green", "navy"):
        spec = replace(spec_of("jumper"), colour=colour, material="cotton", cut="knit=plain")
        centre = opened(draw_garment(spec, "front")).crop((420, 640, 540, 760))
        middle[colour] = np.asarray(centre, dtype=float).mean(axis=(0, 1))
    assert [int(middle[c].argmax()) for c in ("red", "green", "navy")] == [0, 1, 2]


@pytest.mark.parametrize(("leaf", "type_"), LEAVES.items())
def test_leaf_types_find_a_drawing(leaf: str, type_: str) -> None:
    assert supported_type_for(leaf) == type_


@pytest.mark.parametrize("leaf", LEAF_CUTS)
def test_leaf_cuts_are_kept_when_varying(leaf: str) -> None:
    cut = vary_cut(supported_type_for(leaf), np.random.default_rng(3), LEAF_CUTS[leaf])
    assert LEAF_CUTS[leaf] in cut.split(",")


def test_varying_reaches_every_option() -> None:
    rng = np.random.default_rng(8)
    kinds = {vary_cut("cap", rng) for _ in range(40)}
    assert kinds == {"kind=baseball", "kind=bucket"}


@pytest.mark.parametrize(
    "change",
    [{"type": "spacesuit"}, {"colour": "octarine"}, {"cut": "neck=none-such"}, {"cut": "fin=big"}],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, str]) -> None:
    spec = replace(spec_of("tee"), **change)  # type: ignore[arg-type]  # the mapping is all text
    with pytest.raises(UnsupportedGarment):
        draw_garment(spec, "front")
