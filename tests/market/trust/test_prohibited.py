"""Rules on what may not be sold, each beside what looks like it and is innocent."""

from __future__ import annotations

import random

import pytest

from rethread.market.trust.rules.prohibited import RULES, screen_text
from rethread.simulation.run import Scale, drawn_stock

HELD = [
    ("counterfeit.replica", "Chanel bag replica", ""),
    ("counterfeit.replica", "Rolex", "Very good repl1ca, nobody will know"),
    ("counterfeit.grade", "Gucci belt 1:1", ""),
    ("counterfeit.grade", "Louis Vuitton", "AAA quality, comes with box"),
    ("counterfeit.grade", "Air Force", "mirror quality, best on the market"),
    ("counterfeit.grade", "Prada", "Superfake, same factory"),
    ("counterfeit.admitted", "Fake Gucci tee", ""),
    ("counterfeit.admitted", "Moncler", "It is not authentic but looks the same"),
    ("weapon", "Flick knife", "vintage"),
    ("weapon", "Key ring", "pepper spray in pink"),
    ("used_underwear", "Worn lace knickers", ""),
    ("used_underwear", "Socks", "unwashed gym socks"),
    ("medicine", "Bundle", "with two pens of Ozempic"),
    ("wildlife", "Bangle", "genuine ivory, 1920s"),
    ("tobacco", "Vape kit", ""),
]
INNOCENT = [
    ("Levi's 501 style jeans", "501 style, W32 L34"),
    ("Replica football shirt 1994", "Umbro, England away"),
    ("Maison Margiela Replica trainers", ""),
    ("Chanel jacket", "Not a replica, receipt included"),
    ("Gucci loafers", "Money back if not authentic"),
    ("Nike box", "Trainers, not the original laces"),
    ("Faux fur coat", "It is fake fur, very warm"),
    ("Silk knickers", "Never worn, tags on"),
    ("Slip dress", "Best worn over underwear in the same colour"),
    ("Boxer shorts", "New in packet"),
    ("Ivory lace blouse", "real ivory silk"),
    ("Cigarette trousers", "Slim, black"),
    ("Tortoiseshell sunglasses", "Acetate"),
    ("Knife pleat skirt", "Gunmetal buttons, bullet bra shape"),
    ("Copy of the receipt included", "COS coat"),
    ("Pepper print blouse", "Spray-on shimmer"),
    ("Tee", "Pistol and machete graphic on the back"),
]


@pytest.mark.parametrize(("rule", "title", "description"), HELD)
def test_what_may_not_be_sold_is_found(rule: str, title: str, description: str) -> None:
    (finding,) = screen_text(title, description)
    assert (finding.rule, finding.fixable) == (rule, False)
    assert finding.excerpt


@pytest.mark.parametrize(("title", "description"), INNOCENT)
def test_what_only_sounds_like_it_is_left_alone(title: str, description: str) -> None:
    assert screen_text(title, description) == ()


def test_every_rule_is_shown_at_work() -> None:
    assert {rule.code for rule in RULES} == {rule for rule, _, _ in HELD}


def test_contact_details_are_the_sellers_to_mend_and_stand_last() -> None:
    found = screen_text("Gucci belt 1:1", "Text me on 07700 900123")
    assert [(one.rule, one.fixable) for one in found] == [
        ("counterfeit.grade", False),
        ("off_platform", True),
    ]
    assert found[1].excerpt == "phone"


def test_no_ordinary_garment_is_held() -> None:
    stock = drawn_stock(Scale(seed=random.Random(3).randrange(1000), sellers=60, listings=1500))
    held = [
        (garment.title, found)
        for _, closet in stock
        for garment in closet
        if (found := screen_text(garment.title, garment.description))
    ]
    assert held == []
