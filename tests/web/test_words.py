"""Every word on a page can be translated: in a pseudo locale no plain word is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from rethread.market.accounts.services import open_shop
from rethread.market.catalogue.services import create_draft, publish_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.media.services import accept_photo
from rethread.market.notifications.rules.kinds import BY_NAME
from rethread.market.notifications.types import NoticeView, Recipient
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.services import rebuild_index
from rethread.market.search.services.lexicon import lexicon
from rethread.platform.kernel import Actor, business_now, new_id
from rethread.web.letters import SiteLetters
from rethread.web.templatetags import web as tags
from tests.market.orders.world import World
from tests.support.factories import (
    ensure_pricing,
    listing_changes,
    make_staff,
    make_user,
    photo_bytes,
)

from .browsing import Page, browser_of, text_of

_KEPT = re.compile(r"%\([a-z_]+\)[-+#0-9.]*[a-z]|%[-+.0-9]*[a-z%]|<[^>]*>|&[a-z]+;")
# Names of files and of time zones are no words: listings.csv, Europe/London.
_NAME = re.compile(r"\b[\w/]+(?:\.[a-z]+|/[A-Z]\w+)\b|^photos$")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Names, and what is the same in every language: sizes, regions, formats, currency codes.
SAME_EVERYWHERE = {
    "English",
    "Fran",
    "ais",
    "Rethread",
    "UK",
    "EU",
    "US",
    "GB",
    "XXS",
    "XS",
    "XL",
    "XXL",
    "HTTP",
    "API",
}


def pseudo(text: str) -> str:
    """Turn the letters of a message into others, and leave its placeholders and tags alone."""
    parts, end = [], 0
    for match in _KEPT.finditer(text):
        parts += [_other(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, _other(text[end:])])


def _other(text: str) -> str:
    # Full-width letters: readable, and none of them is ASCII.
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text)


@pytest.fixture
def pseudo_locale(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    lexicon()  # kept for the whole process, in the language of the source: not in this one
    # The translation functions of the process, as `gettext` and the template tags call them.
    translation.gettext("")
    functions = translation._trans  # type: ignore[attr-defined]  # Django keeps them here
    monkeypatch.setattr(functions, "gettext", pseudo)
    monkeypatch.setattr(functions, "pgettext", lambda context, text: pseudo(text))
    monkeypatch.setattr(functions, "ngettext", lambda one, many, n: pseudo(one if n == 1 else many))
    monkeypatch.setattr(
        functions, "npgettext", lambda context, one, many, n: pseudo(one if n == 1 else many)
    )
    kept = (tags._card, tags._heart, tags._kept, tags._icon)
    for cache in kept:
        cache.cache_clear()
    yield
    for cache in kept:
        cache.cache_clear()


def test_the_pseudo_locale_keeps_placeholders_and_tags() -> None:
    assert pseudo("%(n)d <b>left</b>") == "%(n)d <b>\uff4c\uff45\uff46\uff54</b>"


def garment(seller_id: object) -> ListingView:
    """List a piece whose own words have no ASCII letters."""
    actor = Actor.user(seller_id)  # type: ignore[arg-type]  # a person's id
    photo = accept_photo(actor=actor, data=photo_bytes(), filename="1.png")
    changes = listing_changes(photo_ids=[photo.id], title="Синяя куртка")
    draft = create_draft(
        actor=actor, changes={**changes, "description": "Как новая.", "brand": "Маяк"}
    )
    return publish_listing(actor=actor, listing_id=draft.id)


def plain_words(html: str) -> list[str]:
    return [
        f"{word} in {text!r}"
        for text in Page(html).words
        for word in _WORD.findall(_NAME.sub("", text))
        if word not in SAME_EVERYWHERE and "@" not in text
    ]


OPEN = ("/", "/search/?q=куртка&sort=newest", "/search/?q=ъъъ&colour=red", "/fees/", "/offline/",
        "/bag/", "/nowhere/", "/accounts/login/", "/accounts/signup/", "/transparency/",
        "/boosted/",
        "/accounts/password/reset/", "/accounts/password/reset/done/", "/sell/",
        "/report/?kind=listing&id={id}")  # fmt: skip
OWN = (
    "/you/",
    "/orders/",
    "/orders/?side=selling",
    "/inbox/",
    "/likes/",
    "/sell/",
    "/checkout/",
    "/searches/",
    "/sell/stats/",
    "/?sort=following",
    "/activity/",
    "/offers/",
    "/cases/",
    "/you/notifications/",
    "/you/sizes/",
    "/you/standing/",
    "/you/reports/",
    "/you/shop/",
    "/you/take/",
    "/you/bring/",
    "/boosts/",
    "/sell/many/",
    "/sell/orders/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
)


@pytest.fixture
def listing(db: None) -> ListingView:
    ensure_pricing()
    seller = make_user(display_name="Юля")
    open_shop(actor=Actor.user(seller.id), handle="vera", name="Юля")
    return garment(seller.id)


@pytest.mark.parametrize("path", [*OPEN, "/l/{id}/", "/shop/vera/", "/shop/vera/?tab=reviews"])
def test_no_plain_word_is_left_for_a_stranger(
    listing: ListingView, engine: TantivyEngine, pseudo_locale: None, path: str
) -> None:
    rebuild_index()
    response = Client().get(path.format(id=listing.id))
    assert plain_words(text_of(response)) == []


@pytest.mark.parametrize(
    "path", [*OWN, "/sell/{draft}/", "/sell/{draft}/publish/", "/l/{id}/", "/sell/{id}/guidance/"]
)
def test_no_plain_word_is_left_for_who_is_signed_in(
    listing: ListingView, pseudo_locale: None, path: str
) -> None:
    draft = create_draft(actor=Actor.user(listing.seller_id))
    response = browser_of(listing.seller_id).get(
        path.format(id=listing.id, draft=draft.id), follow=True
    )
    assert response.status_code == 200
    assert plain_words(text_of(response)) == []


def test_no_plain_word_is_left_on_an_order(world: World, pseudo_locale: None) -> None:
    seller, buyer = make_user(display_name="Юля"), world.buyer()
    open_shop(actor=Actor.user(seller.id), handle="vera", name="Юля")
    order = world.buy(buyer, garment(seller.id))[0]
    for person in (seller.id, buyer.actor.require_user()):
        html = text_of(browser_of(person).get(f"/orders/{order.order_id}/"))
        theirs = ("Ada", "Example", "Mill", "Street", "Leeds", "LS", "AP", order.reference)
        left = [word for word in plain_words(html) if not any(part in word for part in theirs)]
        assert left == []


DESK = ("cases/", "trust/", "letters/")  # the rest names tables, events and functions


@pytest.mark.parametrize("path", DESK)
def test_no_plain_word_is_left_at_the_desk(db: None, pseudo_locale: None, path: str) -> None:
    ensure_pricing()
    response = browser_of(make_staff().id).get(f"/desk/{path}")
    assert response.status_code == 200
    assert plain_words(text_of(response)) == []


@pytest.mark.parametrize("kind", sorted(name for name, kind in BY_NAME.items() if kind.email))
def test_no_plain_word_is_left_in_a_letter(db: None, pseudo_locale: None, kind: str) -> None:
    facts = {"title": "Синяя куртка", "pieces": 1, "amount_minor": 2450, "currency": "GBP",
             "reason": "not_shipped", "outcome": "refund", "action": "hide_listing"}  # fmt: skip
    notice = NoticeView(new_id(), kind, new_id(), facts, business_now(), False, 3)
    letter = SiteLetters().compose(
        letter_id=new_id(),
        to=Recipient(new_id(), "a@example.invalid", "Юля"),
        notices=[notice],
        unsubscribe="1",
    )
    said = [letter.subject, re.sub(r"https?://\S+", "", letter.text), *Page(letter.html).words]
    assert [word for text in said for word in plain_words(text)] == []


_SAID_BY_A_SCRIPT = re.compile(r"""["'`][A-Z][a-z]+ [a-z]+[^"'`]*["'`]""")


def test_scripts_say_nothing_of_their_own() -> None:
    static = Path(tags.__file__).parents[1] / "static" / "web" / "js"
    said = [line for path in sorted(static.glob("*.js")) for line in path.read_text().splitlines()
            if not line.lstrip().startswith(("/*", "*", "//"))
            and _SAID_BY_A_SCRIPT.search(line)]  # fmt: skip
    assert len(list(static.glob("*.js"))) > 3
    assert said == []
