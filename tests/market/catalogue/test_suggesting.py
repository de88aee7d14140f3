"""What a title and a photo say of a garment, and what they leave open."""

from __future__ import annotations

import pytest
from PIL import Image

from rethread.market.catalogue.rules import nearest_colour, said_by_title
from rethread.market.media.rules import garment_colours


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "Mens Levi's 501 jeans W32 L34, dark blue",
            {
                "department": ("men", "mens"),
                "type": ("jeans", "jeans"),
                "brand": ("levis", "levis"),
                "colours": ("navy", "dark blue"),
                "size": ("W32 L34", "W32 L34"),
            },
        ),
        (
            "Red shirt dress size M",
            {"type": ("shirt_dress", "shirt dress"), "colours": ("red", "red"), "size": ("M", "M")},
        ),
        ("Jumper dress", {"type": ("dress", "dress")}),
        ("Jeans with a belt", {"type": ("jeans", "jeans")}),
        (
            "Doc Martens boots uk 5",
            {
                "type": ("boots", "boots"),
                "brand": ("dr-martens", "doc martens"),
                "size": ("UK 5", "uk 5"),
            },
        ),
        ("Something lovely", {}),
        ("\N{DRESS}", {}),
        ("", {}),
    ],
)
def test_a_title_says_what_it_says_and_no_more(
    title: str, said: dict[str, tuple[str, str]]
) -> None:
    assert {one.field: (one.value, one.words) for one in said_by_title(title)} == said


def test_a_size_needs_a_type_that_has_it() -> None:
    assert said_by_title("Tote bag M") == said_by_title("Tote bag")
    assert [one.value for one in said_by_title("UK 10", type_code="dress")] == ["UK 10"]


def test_colours_have_the_name_that_is_nearest() -> None:
    assert nearest_colour("#1b1b1b").code == "black"
    assert nearest_colour("#20305a").code == "navy"
    assert nearest_colour("#fefefe").code == "white"


def test_the_wall_behind_a_garment_is_not_its_colour() -> None:
    photo = Image.new("RGB", (200, 250), "#ffffff")
    photo.paste("#c2272d", (40, 50, 160, 200))
    assert garment_colours(photo) == ("#c2272d",)
    assert garment_colours(Image.new("RGB", (80, 80), "#ffffff")) == ("#ffffff",)
