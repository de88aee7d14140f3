"""Taxonomy, sizes, brands and words: what people write is understood."""

from __future__ import annotations

import re

import pytest

from rethread.market.catalogue import rules
from rethread.market.catalogue.rules import Size, equivalent_sizes, parse_size

CAPTIONS = {
    "t-shirt": "t_shirt", "dress": "dress", "hoodie": "hoodie", "shirt": "shirt", "skirt": "skirt",
    "blouse": "blouse", "shorts": "shorts", "jacket": "jacket", "top": "top", "jeans": "jeans",
    "polo": "polo", "shoes": "shoes", "longsleeve": "longsleeve", "vest": "vest",
    "puffer": "puffer", "denim jacket": "denim_jacket", "blazer": "blazer",
    "trousers": "trousers", "cap": "cap", "jumper": "jumper", "joggers": "joggers",
    "trainers": "trainers", "hat": "hat", "coat": "coat", "boots": "boots",
    "leather jacket": "leather_jacket", "cardigan": "cardigan", "sandals": "sandals",
    "beanie": "beanie", "sweatshirt": "sweatshirt", "leggings": "leggings", "heels": "heels",
    # what others call them
    "Sneakers": "trainers", "Sweater": "jumper", "TEE": "t_shirt", "T-Shirts": "t_shirt",
    "pants": "trousers", "Long-sleeved top": "longsleeve",
}  # fmt: skip


@pytest.mark.parametrize(("written", "code"), CAPTIONS.items())
def test_a_garment_is_known_by_what_sellers_call_it(written: str, code: str) -> None:
    found = rules.resolve_type(written)
    assert found is not None
    assert found.code == code


def test_what_is_no_garment_is_unknown() -> None:
    assert rules.resolve_type("toaster") is None
    assert rules.resolve_type("") is None


def test_every_leaf_type_is_in_a_category_and_every_category_has_some() -> None:
    assert len(rules.TYPES) >= 40
    assert {item.category for item in rules.TYPES} == {item.code for item in rules.CATEGORIES}
    assert [item.code for item in rules.types_in("tailoring")] == [
        "blazer", "waistcoat", "suit", "suit_trousers", "tuxedo",
    ]  # fmt: skip


# Every type that listings were ever of: none of these may go.
FIRST_TYPES = {
    "t_shirt", "longsleeve", "top", "blouse", "shirt", "polo", "vest", "bodysuit", "jumper",
    "cardigan", "hoodie", "sweatshirt", "knitted_vest", "dress", "jumpsuit", "playsuit", "jeans",
    "trousers", "joggers", "leggings", "shorts", "skirt", "dungarees", "jacket", "denim_jacket",
    "leather_jacket", "puffer", "coat", "trench_coat", "raincoat", "gilet", "fleece", "blazer",
    "waistcoat", "suit", "swimwear", "sports_top", "sports_bra", "shoes", "trainers", "boots",
    "heels", "sandals", "flats", "loafers", "cap", "hat", "beanie", "handbag", "tote", "backpack",
    "crossbody", "belt", "scarf", "gloves", "sunglasses", "jewellery", "tie",
}  # fmt: skip


def test_types_that_listings_have_stay_and_no_word_means_two_types() -> None:
    assert len(rules.TYPES) >= 120
    assert {kind.code for kind in rules.TYPES} >= FIRST_TYPES
    owner: dict[str, str] = {}
    for kind in rules.TYPES:
        for word in {rules.fold(text) for text in (kind.code.replace("_", " "), *kind.aliases)}:
            assert owner.setdefault(word, kind.code) == kind.code, word


def test_every_type_is_measured_in_known_ways_and_ids_are_of_the_public_taxonomy() -> None:
    for kind in rules.TYPES:
        assert set(kind.measures) <= {term.code for term in rules.MEASURES}
        assert re.fullmatch(r"((aa|lb)(-\d+)+)?", kind.shopify_id)
    parka, mini = rules.TYPES.get("parka"), rules.TYPES.get("mini_dress")
    assert parka is not None
    assert mini is not None
    assert rules.shopify_gid(parka) == "gid://shopify/TaxonomyCategory/aa-1-10-2-6"
    assert rules.shopify_gid(mini) == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("levis", "levis"), ("Levi's", "levis"), ("LEVI STRAUSS", "levis"),
        ("Levi\u2019s", "levis"),
        ("h&m", "h-and-m"), ("HM", "h-and-m"), ("chloe", "chloe"), ("Chloé", "chloe"),
        ("doc martens", "dr-martens"), ("The North Face", "the-north-face"),
        ("TNF", "the-north-face"),
        ("m&s", "marks-and-spencer"), ("Paul & Shark", "paul-and-shark"), ("L.A. Ink", "la-ink"),
    ],
)  # fmt: skip
def test_a_brand_is_known_by_its_name_and_by_its_aliases(written: str, code: str) -> None:
    found = rules.resolve_brand(written)
    assert found is not None
    assert found.code == code


def test_the_registry_is_large_and_no_name_means_two_brands() -> None:
    assert len(rules.BRANDS) >= 250
    owner: dict[str, str] = {}
    for brand in rules.BRANDS:
        for word in brand.aliases:
            assert owner.setdefault(rules.fold(word), brand.code) == brand.code, word


@pytest.mark.parametrize(
    "vocabulary",
    [
        rules.TYPES, rules.CATEGORIES, rules.DEPARTMENTS, rules.CONDITIONS, rules.COLOURS,
        rules.STYLES, rules.ERAS, rules.MATERIALS, rules.PATTERNS,
    ],
)  # fmt: skip
def test_every_term_is_found_by_its_code_and_by_its_label(
    vocabulary: rules.Vocabulary[rules.Term],
) -> None:
    for term in vocabulary:
        assert vocabulary.find(term.code) is term
        assert vocabulary.find(str(term.label).upper()) is not None


def test_there_are_five_conditions_best_first_and_every_colour_has_a_swatch() -> None:
    codes = [term.code for term in rules.CONDITIONS]
    assert codes == ["new_with_tags", "like_new", "excellent", "good", "used"]
    assert all(len(colour.hex) == 7 and colour.hex[0] == "#" for colour in rules.COLOURS)


@pytest.mark.parametrize(
    ("written", "type_code", "department", "system", "label"),
    [
        ("M", "t_shirt", "women", "alpha", "M"),
        (" xl ", "t_shirt", "men", "alpha", "XL"),
        ("Medium", "dress", "women", "alpha", "M"),
        ("2XL", "hoodie", "men", "alpha", "XXL"),
        ("UK 10", "dress", "women", "uk", "UK 10"),
        ("uk10", "dress", "women", "uk", "UK 10"),
        ("EU 38", "dress", "women", "eu", "EU 38"),
        ("US 6", "dress", "women", "us", "US 6"),
        ("10", "dress", "women", "uk", "UK 10"),
        ("38", "dress", "women", "eu", "EU 38"),
        ("38", "blazer", "men", "uk", "UK 38"),
        ("W32 L34", "jeans", "men", "waist", "W32 L34"),
        ("32/34", "jeans", "men", "waist", "W32 L34"),
        ("w30l32", "jeans", "women", "waist", "W30 L32"),
        ("30", "jeans", "women", "waist", "W30"),
        ("UK 12", "jeans", "women", "uk", "UK 12"),
        ("UK 5", "shoes", "women", "shoe_uk", "UK 5"),
        ("5.5", "boots", "women", "shoe_uk", "UK 5.5"),
        ("42", "trainers", "men", "shoe_eu", "EU 42"),
        ("\u0663", "boots", "women", "shoe_uk", "UK 3"),  # an Arabic three is a three
        ("US 9", "trainers", "men", "shoe_us", "US 9"),
        ("one size", "cap", "unisex", "one_size", "One size"),
        ("Age 5-6", "t_shirt", "kids", "kids_age", "5-6Y"),
        ("3-6 months", "dress", "kids", "kids_age", "3-6M"),
    ],
)
def test_a_size_is_read_as_people_write_it(
    written: str, type_code: str, department: str, system: str, label: str
) -> None:
    kind = rules.TYPES.get(type_code)
    assert kind is not None
    size = parse_size(written, kind.size_kind, department)
    assert size is not None
    assert (size.system, size.label) == (system, label)
    assert rules.size_of(size.system, size.label) == size


@pytest.mark.parametrize(
    ("written", "type_code"),
    [
        ("", "dress"), ("huge", "dress"), ("UK 999", "dress"), ("W32 L99", "jeans"),
        ("M", "boots"), ("one size", "boots"), ("UK 47", "boots"), ("11", "dress"),
        ("-3", "dress"), ("M" * 50, "dress"), ("UK 10", "cap"), ("M", "tote"),
    ],
)  # fmt: skip
def test_what_is_no_size_of_the_type_is_unknown(written: str, type_code: str) -> None:
    kind = rules.TYPES.get(type_code)
    assert kind is not None
    assert parse_size(written, kind.size_kind, "women") is None


def test_equal_sizes_of_other_systems_are_found_together() -> None:
    women = {"alpha:m", "uk:10", "eu:38", "us:6", "waist:w28", "waist:w29"}
    assert equivalent_sizes(Size("uk", "10"), "women") == women
    assert equivalent_sizes(Size("alpha", "M"), "women") == women
    assert equivalent_sizes(Size("waist", "W28 L30"), "women") == women | {"waist:w28-l30"}
    assert equivalent_sizes(Size("uk", "38"), "men") >= {"alpha:m", "eu:48"}
    assert equivalent_sizes(Size("shoe_eu", "38"), "women") == {
        "shoe_uk:5", "shoe_eu:38", "shoe_us:7",
    }  # fmt: skip
    assert equivalent_sizes(Size("shoe_uk", "8"), "men") == {"shoe_uk:8", "shoe_eu:42", "shoe_us:9"}


def test_unisex_letters_are_only_themselves() -> None:
    assert equivalent_sizes(Size("alpha", "M"), "unisex") == {"alpha:m"}


def test_every_size_offered_can_be_read_back() -> None:
    for kind in rules.TYPES:
        for department in ("women", "men", "unisex", "kids"):
            for size in rules.sizes_offered(kind.size_kind, department):
                assert parse_size(size.label, kind.size_kind, department) == size
