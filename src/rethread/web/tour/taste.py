"""Three likes of one kind, and what they do to the very next page.

Both pages are opened through discovery as the front page does it, for the demo's own buyer.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.market.catalogue.rules import CATEGORIES, TYPES
from rethread.market.catalogue.selectors import cards_by_ids, list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.discovery.services import open_feed
from rethread.market.discovery.types import FeedPage, Rung
from rethread.market.social.errors import ListingNotLikeable
from rethread.market.social.selectors import liked_ids
from rethread.market.social.services import like_listing
from rethread.platform.kernel import Actor, Conflict

from ..ports import demo_controls
from ..presenting.feed import FeedItem, feed_items
from .stop import Fact, Notes, Scene, Step, Stop, Visit

SLUG = "taste"
SHOWN = 12
LIKES = 3
LIKES_MAX = 9
SUPPLY = 2 * LIKES  # as many of a kind again must be there to come
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """The first cards of a page; `marked` are those of the kind, `count` how many these are."""

    cards: tuple[ListingCard, ...]
    marked: frozenset[UUID]

    @property
    def count(self) -> int:
        """Return how many are of the kind."""
        return len(self.marked)


def _buyer() -> Actor:
    return Actor.user(demo_controls().become("buyer"))


def _open(visit: Visit) -> None:
    """Open the front page, and choose a kind of which it shows little and the market has more."""
    actor = _buyer()
    first = [item.card for item in open_feed(actor=actor).cards[:SHOWN]]
    kind, pieces = _choose(actor, first)
    notes = visit.notes(SLUG)
    notes.clear()
    notes |= {
        "kind": kind,
        "before": [str(card.id) for card in first],
        "likes": [str(card.id) for card in pieces],
        "liked": 0,
    }


def _choose(actor: Actor, first: Sequence[ListingCard]) -> tuple[str, list[ListingCard]]:
    """Return the kind and three pieces of it to like, from outside of the page if there are some.

    Raises:
        Conflict: there are not enough pieces of any kind.
    """
    fresh = _for_sale_to(actor)
    liked = liked_ids(actor.user_id, [card.id for card in fresh])
    there, seen = Counter(map(_type, fresh)), Counter(map(_type, first))
    there.update(map(_category, fresh))
    seen.update(map(_category, first))
    new = [card for card in fresh if card.id not in liked]
    on_page = {card.id for card in first}
    new.sort(key=lambda card: card.id in on_page)
    for of in (_type, _category):
        kinds = [kind for kind in {of(card) for card in new} if there[kind] >= SUPPLY]
        for kind in sorted(kinds, key=lambda kind: (seen[kind], -there[kind], kind)):
            pieces = [card for card in new if of(card) == kind][:LIKES]
            if len(pieces) == LIKES:
                return kind, pieces
    raise Conflict(
        "tour.nothing_to_like",
        _(
            "There are not six pieces of any one kind for sale that the buyer has not liked yet. "
            "List a few under Sell, or go on to the next stop."
        ),
    )


def _type(card: ListingCard) -> str:
    return f"type:{card.type}"


def _category(card: ListingCard) -> str:
    kind = TYPES.get(card.type)
    return f"category:{kind.category if kind is not None else ''}"


def kind_label(kind: str) -> str:
    """Return what a kind is called: a type of garment, or a whole category."""
    by, code = kind.split(":")
    return str((TYPES if by == "type" else CATEGORIES).label(code))


def _like(visit: Visit) -> None:
    notes = visit.notes(SLUG)
    try:
        like_listing(actor=_buyer(), listing_id=UUID(notes["likes"][notes["liked"]]))
    except ListingNotLikeable:
        notes.clear()  # its seller took it away meanwhile: begin anew
        raise
    notes["liked"] += 1


def _like_more(visit: Visit) -> None:
    """Name further pieces of the kind to like, for a taste that weighs more than three likes."""
    notes = visit.notes(SLUG)
    notes["likes"] += [str(card.id) for card in _unliked(_buyer(), notes["kind"])[:LIKES]]


def _unliked(actor: Actor, kind: str) -> list[ListingCard]:
    of = _type if kind.startswith("type:") else _category
    cards = [card for card in _for_sale_to(actor) if of(card) == kind]
    liked = liked_ids(actor.user_id, [card.id for card in cards])
    return [card for card in cards if card.id not in liked]


def _for_sale_to(actor: Actor) -> list[ListingCard]:
    return [
        card
        for card in list_fresh_cards(limit=LOOKED_AT).cards
        if card.available and card.seller_id != actor.user_id
    ]


def _scene(visit: Visit) -> Scene:
    notes = visit.notes(SLUG)
    if "kind" not in notes:
        return Scene(
            said=_(
                "A buyer opens their front page. See what is on it, then give them a new taste."
            ),
            step=Step(_("Open their front page"), "open"),
        )
    before = _shelf([UUID(one) for one in notes["before"]], notes["kind"])
    if notes["liked"] < len(notes["likes"]):
        return _liking(notes, before)
    return _compared(notes, before)


def _shelf(ids: Sequence[UUID], kind: str) -> Shelf:
    cards = tuple(cards_by_ids(ids).values())
    of = _type if kind.startswith("type:") else _category
    return Shelf(cards, frozenset(card.id for card in cards if of(card) == kind))


def _liking(notes: Notes, before: Shelf) -> Scene:
    at, wanted = notes["liked"], [UUID(one) for one in notes["likes"]]
    cards, first = cards_by_ids(wanted), at - at % LIKES
    told = ngettext(
        "Of their first %(all)d pieces, %(n)d is of the kind “%(kind)s”. Let them like three.",
        "Of their first %(all)d pieces, %(n)d are of the kind “%(kind)s”. Let them like three.",
        before.count,
    ) % {"all": len(before.cards), "n": before.count, "kind": kind_label(notes["kind"])}
    return Scene(
        said=told,
        step=Step(
            _("Like piece %(n)d of %(all)d") % {"n": at + 1, "all": len(notes["likes"])},
            "like",
        ),
        context={
            "likes": [
                (cards.get(one), place < at)
                for place, one in enumerate(wanted[first : first + LIKES], start=first)
            ],
            "wanted": wanted[at],
        },
    )


def _compared(notes: Notes, before: Shelf) -> Scene:
    began = time.perf_counter()
    page = open_feed(actor=_buyer())
    took_ms = (time.perf_counter() - began) * 1000
    after = _shelf([item.card.id for item in page.cards[:SHOWN]], notes["kind"])
    moved = after.count > before.count
    may_go_on = not moved and len(notes["likes"]) < LIKES_MAX and _unliked(_buyer(), notes["kind"])
    told = (
        _("The very next page has shifted: from %(before)d to %(after)d of the kind “%(kind)s”.")
        if moved
        else _(
            "The next page shows %(after)d of the kind “%(kind)s”, after %(before)d before: "
            "what this person did earlier still weighs more."
        )
    )
    return Scene(
        said=told
        % {"before": before.count, "after": after.count, "kind": kind_label(notes["kind"])},
        step=Step(_("Like a few more of them"), "more") if may_go_on else None,
        done=not may_go_on,
        facts=_facts(notes, before, after, page.rung, took_ms),
        context={"before": before, "after": after, "reason": _reason(notes, page, after)},
    )


def _reason(notes: Notes, page: FeedPage, after: Shelf) -> FeedItem | None:
    """Return a card that one of the likes brought, or else one of the kind, with its reason."""
    liked = {UUID(one) for one in notes["likes"]}
    brought = {item.card.id for item in page.cards if item.why and item.why.listing_id in liked}
    items = [item for item in feed_items(page) if item.card.id in brought | after.marked]
    items.sort(
        key=lambda item: (
            item.card.id not in brought,
            item.card.id in liked,
            item.card.id not in after.marked,
        )
    )
    return items[0] if items else None


def _facts(
    notes: Notes, before: Shelf, after: Shelf, rung: Rung, took_ms: float
) -> tuple[Fact, ...]:
    others = len(after.marked - {UUID(one) for one in notes["likes"]})
    return (
        Fact(_("Of that kind now"), _share(after), after.count > before.count),
        Fact(_("Of these, new to them"), _new(others, len(after.marked) - others)),
        Fact(_("Of that kind before"), _share(before)),
        Fact(_("Put in order by"), _by(rung)),
        Fact(_("Time that took"), _("%(n).0f thousandths of a second") % {"n": took_ms}),
    )  # fmt: skip


def _share(shelf: Shelf) -> str:
    return _("%(n)d of %(all)d") % {"n": shelf.count, "all": len(shelf.cards)}


def _new(others: int, liked: int) -> str:
    return _("%(others)d, beside %(liked)d just liked") % {"others": others, "liked": liked}


def _by(rung: Rung) -> str:
    names = {
        "trees": _("a model trained on this market"),
        "rules": _("rules, as no model is trained yet"),
        "popular": _("what many people look at"),
    }
    return names.get(rung, _("newest first"))


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("Three likes"),
    promise=gettext_lazy("The next page shifts, and says why."),
    template="web/tour/taste.html",
    scene=_scene,
    actions={"open": _open, "like": _like, "more": _like_more},
)
