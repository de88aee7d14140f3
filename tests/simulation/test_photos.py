"""A folder of real photographs is read whole; what is wrong in it is said, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from rethread.simulation.photos import (
    CaptionsUnusable,
    SkippedRow,
    map_caption_type,
    read_photo_folder,
)

HEADER = (
    "image,sender_id,title,description,type,department,brand,colour,colour2,pattern,material,"
    "style,era,condition,size,price_gbp"
)


def row(image: str, sender: str = "7", title: str = "Blue tee", price: str = "12") -> str:
    said = '"Soft, worn",t-shirt,men,,blue,,plain,cotton,casual,,good,M'
    return f"{image},{sender},{title},{said},{price}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        Image.new("RGB", (8, 10), "navy").save(tmp_path / f"{name}.jpg")
    return tmp_path


def write(folder: Path, *rows: str) -> None:
    (folder / "captions.csv").write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")


def test_photos_are_grouped_by_sender_in_file_order(folder: Path) -> None:
    write(folder, row("b", "9"), row("a", "7", price="4.50"), row("c", "9"))
    found = read_photo_folder(folder)
    assert {s: [p.path.name for p in ps] for s, ps in found.by_sender.items()} == {
        "9": ["b.jpg", "c.jpg"],
        "7": ["a.jpg"],
    }
    photo = found.by_sender["7"][0]
    assert (photo.price_minor, photo.description, photo.brand) == (450, "Soft, worn", "")
    assert found.skipped == ()
    assert found.photo_count == 3


def test_bad_rows_are_skipped_with_line_and_reason(folder: Path) -> None:
    (folder / "text.jpg").write_text("not an image")
    write(
        folder,
        row("a"),
        row("gone"),
        row("text"),
        row("b", price="cheap"),
        row("b", price="-3"),
        row("b", price="NaN"),
        row("b", price="1.005"),
        row("b", price="1e15"),
        row("b", title=""),
        row("../a"),
        "short,row",
        row("c"),
    )
    found = read_photo_folder(folder)
    assert [p.path.name for p in found.by_sender["7"]] == ["a.jpg", "c.jpg"]
    assert found.skipped == (
        SkippedRow(3, "gone.jpg is missing"),
        SkippedRow(4, "text.jpg cannot be read as an image"),
        SkippedRow(5, "price 'cheap' is not a number"),
        SkippedRow(6, "price '-3' is not between 0 and 100000 pounds"),
        SkippedRow(7, "price 'NaN' is not between 0 and 100000 pounds"),
        SkippedRow(8, "price '1.005' has fractions of a penny"),
        SkippedRow(9, "price '1e15' is not between 0 and 100000 pounds"),
        SkippedRow(10, "title is empty"),
        SkippedRow(11, "image '../a' is not a plain file name"),
        SkippedRow(12, "title is empty"),
    )


def test_a_folder_without_captions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptionsUnusable, match=r"captions\.csv cannot be read"):
        read_photo_folder(tmp_path)


def test_captions_without_needed_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "captions.csv").write_text("image,title\na,b\n")
    with pytest.raises(CaptionsUnusable, match="sender_id, type, price_gbp"):
        read_photo_folder(tmp_path)


@pytest.mark.parametrize(
    ("text", "slug"), [("T-Shirt ", "t-shirt"), ("denim jacket", "denim-jacket"), ("", "")]
)
def test_types_are_normalised(text: str, slug: str) -> None:
    assert map_caption_type(text) == slug
