"""The feed as its page shows it: each card with the reason why it is there, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rethread.market.catalogue.types import ListingCard
from rethread.market.discovery.types import ActionKind, FeedCard, FeedPage, Source

from ..isolating import isolated


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A card, its place, and why it stands there; the rest goes back with the impression."""

    card: ListingCard
    position: int
    why: str
    source: str
    propensity_ppm: int | None


def feed_items(page: FeedPage) -> list[FeedItem]:
    """Put a page of the feed into words. A plain feed needs no reasons: it is newest first."""
    return [
        FeedItem(
            card=item.card,
            position=item.position,
            why=_why(item) if page.rung != "newest" else "",
            source=item.source if item.propensity_ppm is not None else "",
            propensity_ppm=item.propensity_ppm,
        )
        for item in page.cards
    ]


def _why(item: FeedCard) -> str:
    if item.why is not None and item.why.listing_id == item.card.id:
        return _itself(item.why.kind)
    if item.why is not None:
        return _because(item.why.kind) % {"title": isolated(item.why.title)}
    return _by_source(item.source)


def _itself(kind: ActionKind) -> str:
    return str(_ITSELF.get(kind, _LOOKED_AT_THIS))


def _because(kind: ActionKind) -> str:
    return str(_BECAUSE.get(kind, _LOOKED_AT))


def _by_source(source: Source) -> str:
    return str(_BY_SOURCE[source])


# Translated when written: a page asks for one sentence a card, not for all of them.
_LOOKED_AT_THIS = _("You looked at this")
_ITSELF = {"like": _("You liked this"), "bag": _("In your bag")}
_LOOKED_AT = _("Because you looked at %(title)s")
_BECAUSE = {
    "like": _("Because you liked %(title)s"),
    "bag": _("Because %(title)s went into your bag"),
    "buy": _("Because you bought %(title)s"),
}
_BY_SOURCE = {
    "fresh": _("Newly listed"),
    "popular": _("Others look at this too"),
    "followed_shop": _("From a shop you follow"),
    "similar": _("Close to what you look at"),
    "together": _("Goes with what you look at"),
    "explore": _("Something different, from another shop"),
    "boosted": _("Its seller pays for this place"),
}
