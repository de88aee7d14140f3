"""A table from elsewhere: read as people have it, good rows in, bad rows named, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.selectors import list_own_listings
from rethread.market.catalogue.types import ListingView
from rethread.market.portability.errors import ArchiveRefused, BadMapping
from rethread.market.portability.rules.mapping import field_called, guess_mapping, values_of
from rethread.market.portability.rules.matching import PhotoFiles, table_among
from rethread.market.portability.rules.table import (
    TABLE_FIELDS,
    Row,
    decode,
    read_table,
    separator_of,
    template,
)
from rethread.market.portability.rules.words import amount_minor, understand
from rethread.market.portability.selectors import (
    access_import,
    list_noted_rows,
    list_row_reports,
    preview_import,
)
from rethread.market.portability.services import (
    SentFile,
    confirm_import,
    receive_import,
    run_import,
)
from rethread.market.portability.types import ImportView
from rethread.platform.kernel import Actor
from tests.support.factories import ensure_pricing, make_shop, make_user, photo_bytes

TABLE = """SKU;Item name;Category;Gender;Brand;Size;Condition;Colour;Price;Photo 1;Photo 2
A1;Blaue Jacke – “schön”;Women > Jackets > denim jacket;;levis;M;very good;Navy blue;24,50 €;front.png;back.png
A2;فستان أحمر 👗;dress;Ladies;Zara;UK 10;as new;red | white;£12;dress.png;
A3;Broken size;dress;women;Zara;huge;good;red;10;dress2.png;
A4;;dress;women;Zara;12;good;red;10;dress3.png;
A5;No such photo;shirt;men;;M;good;blue;9.99;missing.png;
A6;Odd price;shirt;men;;M;good;blue;cheap;shirt.png;
A2;Same again;shirt;men;;M;good;blue;5;shirt.png;
"""  # noqa: E501  # as a spreadsheet writes it
PHOTOS = ("front.png", "back.png", "dress.png", "dress2.png", "dress3.png", "shirt.png")


def folder(tmp_path: Path, table: bytes, photos: tuple[str, ...] = PHOTOS) -> list[SentFile]:
    path = tmp_path / "table"
    path.write_bytes(table)
    sent = [SentFile("pieces.csv", path)]
    for number, name in enumerate(photos):
        picture = tmp_path / name.replace("/", "_")
        picture.write_bytes(photo_bytes(seed=1000 + number))
        sent.append(SentFile(name, picture))
    return sent


def asked(actor: Actor, files: list[SentFile]) -> ImportView:
    ensure_pricing()
    view = receive_import(actor=actor, files=files)
    assert run_import(view.import_id)
    return access_import(actor=actor, import_id=view.import_id)


def brought(actor: Actor, files: list[SentFile], **choices: Any) -> ImportView:
    view = asked(actor, files)
    assert view.status == "asking", view.failure
    confirm_import(actor=actor, import_id=view.import_id, **choices)
    while run_import(view.import_id):
        pass
    return access_import(actor=actor, import_id=view.import_id)


def rail(actor: Actor) -> list[ListingView]:
    return list(list_own_listings(actor=actor))


def euro_free(table: str) -> str:
    return table.replace("24,50 €", "24,50")


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_good_rows_come_in_and_bad_ones_are_named_with_line_and_reason(
    tmp_path: Path, encoding: str
) -> None:
    seller = make_user()
    make_shop(owner=seller)
    actor = Actor.user(seller.id)
    files = folder(tmp_path, euro_free(TABLE).encode(encoding))
    view = brought(actor, files, publish=True)
    assert (view.counts.added, view.counts.failed) == (2, 5)
    jacket, dress = rail(actor)
    assert jacket.title == "Blaue Jacke – “schön”"
    assert (jacket.type, jacket.department, jacket.brand, jacket.size) == (
        "denim_jacket", "women", "levis", "M",
    )  # fmt: skip
    assert (jacket.condition, jacket.colours) == ("excellent", ("navy",))
    assert jacket.price is not None
    assert (jacket.price.amount_minor, len(jacket.photos), jacket.status) == (2450, 2, "live")
    assert (dress.title, dress.colours, dress.size) == (
        "فستان أحمر 👗", ("red", "white"), "UK 10",
    )  # fmt: skip
    reports = list_row_reports(actor=actor, import_id=view.import_id)
    assert [(row.line, row.reasons) for row in reports] == [
        (4, ("size: We do not know “huge”.",)),
        (5, ("title: It has no title.",)),
        (6, ("photos: The photo missing.png is not among what you sent.",)),
        (7, ("price: “cheap” is not a price.",)),
        (8, ("It is the same piece as in line 3.",)),
    ]


@pytest.mark.django_db
def test_the_same_folder_again_adds_nothing_and_a_mended_line_comes_in(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    brought(actor, folder(tmp_path, euro_free(TABLE).encode()))
    again = brought(actor, folder(tmp_path, euro_free(TABLE).encode()))
    assert (again.counts.added, again.counts.known, again.counts.failed) == (0, 2, 5)
    mended = brought(actor, folder(tmp_path, euro_free(TABLE).replace("huge", "12").encode()))
    assert (mended.counts.added, mended.counts.known, mended.counts.failed) == (1, 2, 4)
    assert Listing.objects.filter(seller_id=seller.id).count() == 3


@pytest.mark.django_db
def test_without_an_id_a_piece_is_known_by_its_photos(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    table = "title,price,photos\nOne piece,5,front.png\nTwo piece,6,back.png\n"
    first = brought(actor, folder(tmp_path, table.encode()))
    second = brought(actor, folder(tmp_path, table.replace("One piece,5", "One, 4").encode()))
    assert (first.counts.added, second.counts.added) == (2, 0)


@pytest.mark.django_db
def test_asked_to_be_lenient_it_brings_drafts_without_the_unknown_words(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    view = brought(actor, folder(tmp_path, TABLE.encode()), publish=True, lenient=True)
    assert (view.counts.added, view.counts.failed) == (5, 2)  # no title; the same again
    noted = list_noted_rows(actor=actor, import_id=view.import_id)
    assert [row.line for row in noted] == [2, 4, 6, 7]
    assert "EUR" in noted[0].reasons[0]
    by_title = {one.title: one for one in rail(actor)}
    assert by_title["Broken size"].size == ""
    assert by_title["Broken size"].status == "draft"
    assert by_title["Odd price"].price is None


@pytest.mark.django_db
def test_a_damaged_photo_among_good_ones_is_said_and_the_good_are_kept(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    table = "id,title,photos\n7,One piece,front.png|broken.jpg|back.png\n"
    files = folder(tmp_path, table.encode())
    broken = tmp_path / "broken"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    view = brought(actor, [*files, SentFile("broken.jpg", broken)])
    assert view.counts.added == 1
    (listing,) = rail(actor)
    assert len(listing.photos) == 2
    (noted,) = list_noted_rows(actor=actor, import_id=view.import_id)
    assert noted.reasons[0].startswith("broken.jpg: This photo is damaged")


@pytest.mark.django_db
def test_columns_are_guessed_shown_and_corrected(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    table = "Was es ist,Anders\nBlue shirt,shirt\nRed dress,dress\n"
    view = asked(actor, folder(tmp_path, table.encode()))
    assert [(one.heading, one.examples) for one in view.columns] == [
        ("Was es ist", ("Blue shirt", "Red dress")),
        ("Anders", ("shirt", "dress")),
    ]
    with pytest.raises(BadMapping) as untitled:
        confirm_import(actor=actor, import_id=view.import_id)
    assert untitled.value.fields == {"title": "Choose one of the columns."}
    with pytest.raises(BadMapping):
        confirm_import(actor=actor, import_id=view.import_id, mapping={"title": [9]})
    assert access_import(actor=actor, import_id=view.import_id).status == "asking"
    mapping = {"title": [0], "type": [1]}
    preview = preview_import(actor=actor, import_id=view.import_id, mapping=mapping)
    assert [(row.line, row.title, row.words, row.comes_in) for row in preview.rows] == [
        (2, "Blue shirt", ("shirt",), True),
        (3, "Red dress", ("dress",), True),
    ]
    assert not Listing.objects.exists()
    confirm_import(actor=actor, import_id=view.import_id, mapping=mapping)
    while run_import(view.import_id):
        pass
    assert [(one.title, one.type) for one in rail(actor)] == [
        ("Blue shirt", "shirt"),
        ("Red dress", "dress"),
    ]


@pytest.mark.django_db
def test_the_template_comes_in_as_it_is(tmp_path: Path) -> None:
    seller = make_user()
    actor = Actor.user(seller.id)
    files = folder(tmp_path, template().encode(), ("jacket-front.jpg", "jacket-back.jpg"))
    view = brought(actor, files, publish=True)
    assert (view.counts.added, view.counts.failed) == (1, 0)
    (listing,) = rail(actor)
    assert (listing.status, listing.price, len(listing.photos)) == ("live", listing.price, 2)
    assert listing.measurements == "Shoulder to hem 62 cm"


@pytest.mark.django_db
def test_nothing_or_several_tables_are_refused_with_the_reason(tmp_path: Path) -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(ArchiveRefused) as nothing:
        receive_import(actor=actor, files=[])
    assert nothing.value.code == "portability.no_table"
    view = asked(actor, [SentFile("x.csv", _file(tmp_path, "x", b"title\n"))])
    assert (view.status, view.failure_code) == ("refused", "portability.bad_table")


def _file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_table_in_windows_letters_is_read() -> None:
    assert decode("Größe,Preis €".encode("cp1252")) == "Größe,Preis €"
    assert decode(b"\x81\x8d") == "\x81\x8d"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb\n1\t2;3\n", "\t"), ("a|b\n1|2\n", "|"),
        ("title\nonly one\n", ","), ('"a;x",b\n1,2\n', ","),
    ],
)  # fmt: skip
def test_the_separator_is_found(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    data = b'sep=;\r\ntitle;description\r\n"One";"two\r\nlines"\r\n\r\nThree;x\r\n'
    table = read_table(data, "t.csv")
    assert [(row.line, row.cells[0]) for row in table.rows] == [(3, "One"), (6, "Three")]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "There is nothing in it"),
        (b"title\n" + b"x" * 10_001 + b"\n", "line 2"),
        (b"title\n" + b"a," * 200 + b"\n", "line 2"),
        (b"title\n" + b"a\n" * 10_001, "more than 10000 rows"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(data: bytes, where: str) -> None:
    with pytest.raises(ArchiveRefused) as refusal:
        read_table(data, "t.csv")
    assert refusal.value.code == "portability.bad_table"
    assert where in refusal.value.message


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", 1200), ("12.5", 1250), ("£12.50", 1250), ("12,50 €", 1250), ("GBP 1,250.00", 125000),
        ("1.250,00", 125000), ("1'250.00", 125000), ("1 250,00", 125000), ("12,-", 1200),
        ("١٢٫٥٠", 1250), ("1,250", 125000), ("0.99", 99), ("12.505", 1250500),
        ("cheap", None), ("-5", None), ("1.2.3", None), ("12.5050", None), ("", None), ("£", None),
        ("9" * 13, None), ("1e5", None),
    ],
)  # fmt: skip
def test_a_price_is_read_as_people_write_it(text: str, amount: int | None) -> None:
    assert amount_minor(text, "GBP") == amount


def test_headings_in_the_languages_of_shops_are_known() -> None:
    assert [field_called(one) for one in ("Größe", "Item Title", "PHOTO_3", "Prix (€)", "?")] == [
        "size", "title", "photos", "price", None,
    ]  # fmt: skip
    for field in TABLE_FIELDS:
        assert field_called(field) == field


def test_columns_without_a_known_heading_are_told_by_what_is_in_them() -> None:
    rows = [Row(2, ("One", "a.jpg", "£5")), Row(3, ("Two", "b.JPG | c.heic", "£7.50"))]
    assert guess_mapping(("Title", "x", "y"), rows) == {
        "title": (0,), "photos": (1,), "price": (2,),
    }  # fmt: skip


def test_addresses_of_photos_are_never_fetched() -> None:
    said = understand({"title": ["One"], "photos": ["https://a.example/x.jpg, y.jpg"]}, "GBP")
    assert said.photos == ["y.jpg"]
    assert "photos" in said.problems


def test_photos_are_found_by_name_in_any_case_by_id_and_in_order() -> None:
    files = PhotoFiles.among(
        (
            "p/A1-10.jpg", "p/A1-2.JPG", "p/A1.jpg", "A11.jpg", "__MACOSX/A1.jpg", "b2/x.png",
            "q/A1.jpg",
        )
    )  # fmt: skip
    assert files.of_id("a1") == ["p/A1-2.JPG", "p/A1-10.jpg", "p/A1.jpg", "q/A1.jpg"]
    assert files.find("a11.JPG") == ("A11.jpg", "")
    assert files.find("p\\a1.jpg") == ("p/A1.jpg", "")
    assert files.find("A1.jpg")[1] == "Several photos are called A1.jpg."
    assert files.find("z.jpg")[0] == ""
    assert files.of_id("B2") == ["b2/x.png"]


def test_the_table_is_told_from_what_lies_beside_it() -> None:
    assert table_among(["a/pieces.csv", "a/README.txt", "__MACOSX/._x.csv", "x.jpg"]) == (
        "a/pieces.csv"
    )
    assert table_among(["listings.csv", "sales.csv"]) == "listings.csv"
    with pytest.raises(ArchiveRefused) as several:
        table_among(["a.csv", "b.csv"])
    assert several.value.code == "portability.no_table"


def test_a_row_says_several_columns_of_one_field() -> None:
    row = Row(2, ("One", "a.jpg", "", "c.jpg"))
    assert values_of(row, {"title": (0,), "photos": (1, 2, 3, 9)}) == {
        "title": ["One"],
        "photos": ["a.jpg", "", "c.jpg"],
    }
