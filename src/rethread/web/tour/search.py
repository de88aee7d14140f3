"""A search that is badly spelt and full of detail, and what the market makes of it.

The piece, its words and the mistakes in them are taken from what hangs on the rail now.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.market.catalogue.rules import COLOURS
from rethread.market.catalogue.selectors import cards_by_ids, get_listing, list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.search.services import perform_search
from rethread.market.search.types import SearchPage, SearchRequest, Understanding
from rethread.platform.kernel import Actor, Conflict, Money

from ..presenting.results import value_label
from ..templatetags.web import format_money
from .stop import Fact, Scene, Step, Stop, Visit

SLUG = "search"
LOOKED_AT = 60
TRIES = 8
LETTERS_MIN = 5
SHOWN = 4
ROUND_MINOR = 1000  # "under 40" names the next ten pounds above the price
FACETS = {"brand", "colour", "type", "size", "department", "condition"}


def misspell(word: str, source: random.Random) -> str:
    """Swap two neighbouring letters inside of a word, as fingers do."""
    places = [at for at in range(1, len(word) - 2) if word[at] != word[at + 1]]
    at = source.choice(places)
    return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


def _choose(visit: Visit) -> None:
    """Find a piece whose badly spelt description leads back to it, and note both."""
    source = random.Random()  # noqa: S311  # variety, not secrecy
    cards = [card for card in list_fresh_cards(limit=LOOKED_AT).cards if card.available]
    source.shuffle(cards)
    for card, query in _attempts(cards, source):
        page = _ask(query)
        if page.understood.corrections and card.id in {found.id for found in page.cards}:
            visit.notes(SLUG).update(listing=str(card.id), query=query)
            return
    raise Conflict("tour.nothing_to_search", _("There is too little for sale to search for."))


def _attempts(cards: list[ListingCard], source: random.Random) -> Iterator[tuple[ListingCard, str]]:
    tries = 0
    for card in cards:
        colours = get_listing(card.id).colours
        words = card.type_label.lower().split()
        wrong = max(words, key=len)
        if not colours or len(wrong) < LETTERS_MIN or not wrong.isalpha() or tries == TRIES:
            continue
        tries += 1
        typed = [misspell(word, source) if word == wrong else word for word in words]
        colour = str(COLOURS.label(colours[0])).lower()
        pounds = (card.buyer_price.amount_minor // ROUND_MINOR + 1) * ROUND_MINOR // 100
        brand = f" {card.brand_label.lower()}" if card.brand_label else ""
        yield card, f"{colour} {' '.join(typed)}{brand} under {pounds}"


def _ask(query: str) -> SearchPage:
    return perform_search(actor=Actor.anonymous(), request=SearchRequest(query=query))


def _search(visit: Visit) -> None:
    visit.notes(SLUG)["asked"] = True


def _again(visit: Visit) -> None:
    visit.notes(SLUG).clear()
    _choose(visit)


def _scene(visit: Visit) -> Scene:
    notes = visit.notes(SLUG)
    if "query" not in notes:
        return Scene(
            said=_("Somebody wants one particular piece, and types in a hurry."),
            step=Step(_("Pick a piece from the rail"), "choose"),
        )
    card = cards_by_ids([UUID(notes["listing"])]).get(UUID(notes["listing"]))
    if "asked" not in notes:
        return Scene(
            said=_("What they have in mind, and what their thumbs typed:"),
            step=Step(_("Search for exactly that"), "search"),
            context={"card": card, "typed": notes["query"]},
        )
    return _found(notes["query"], card)


def _found(query: str, card: ListingCard | None) -> Scene:
    page = _ask(query)
    ids = [found.id for found in page.cards]
    place = ids.index(card.id) + 1 if card is not None and card.id in ids else None
    if place is None:
        told = _("It is no longer there: somebody has bought it, or is about to.")
        return Scene(said=told, step=Step(_("Pick another"), "again"), context={"typed": query})
    told = ngettext(
        "Understood all the same: %(n)d piece, and theirs is number %(place)d.",
        "Understood all the same: %(n)d pieces, and theirs is number %(place)d.",
        page.total,
    ) % {"n": page.total, "place": place}
    return Scene(
        said=told,
        done=True,
        facts=_facts(page.understood, card),
        context={
            "typed": query,
            "results": page.cards[:SHOWN],
            "wanted": card.id if card else None,
            "url": f"{reverse('web:search')}?{urlencode({'q': query})}",
        },
    )


def _facts(read: Understanding, card: ListingCard | None) -> tuple[Fact, ...]:
    found = [
        Fact(_("“%(typed)s” was read as") % {"typed": one.typed}, one.used, True)
        for one in read.corrections
    ]
    found += [
        Fact(
            _("“%(words)s” is a %(kind)s") % {"words": one.words, "kind": _kind(one.kind)},
            value_label(one.kind, one.code) if one.kind in FACETS else one.code.replace("_", " "),
            True,
        )
        for one in read.meanings
    ]
    if read.price_max_minor is not None and card is not None:
        limit = Money(read.price_max_minor, card.buyer_price.currency)
        found.append(Fact(_("And costs at most"), format_money(limit), card.buyer_price <= limit))
    return tuple(found)


def _kind(kind: str) -> str:
    names = {
        "brand": _("brand"),
        "colour": _("colour"),
        "type": _("kind of garment"),
        "size": _("size"),
        "category": _("category"),
        "department": _("department"),
        "material": _("material"),
        "pattern": _("pattern"),
        "style": _("style"),
        "condition": _("condition"),
        "era": _("era"),
    }
    return names.get(kind, kind)


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("Typed in a hurry"),
    promise=gettext_lazy("Misspelt, and found all the same."),
    template="web/tour/search.html",
    scene=_scene,
    actions={"choose": _choose, "search": _search, "again": _again},
)
