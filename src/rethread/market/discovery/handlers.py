"""What discovery hears in the very transaction of a cause: actions of people, changes of listings.

It only remembers; nothing here ranks, and nothing here may fail for want of something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from rethread.market.catalogue.selectors import shop_listing_ids
from rethread.platform.events.envelope import Envelope

from .services.recording import NewAction, note_changes, record_actions
from .types import ActionKind

ACTED: Final = (
    "discovery.listing_clicked", "discovery.listing_viewed", "social.listing_liked",
    "social.listing_unliked", "orders.garment_bagged", "orders.order_placed",
)  # fmt: skip
CHANGED: Final = tuple(
    f"catalogue.listing_{what}"
    for what in (
        "published", "updated", "reserved", "released", "sold", "hidden", "shown",
        "sold_elsewhere", "removed",
    )
)  # fmt: skip
CAME_OR_WENT: Final = ("accounts.vacation_started", "accounts.vacation_ended")
_KINDS: Final[dict[str, tuple[ActionKind, str]]] = {
    "social.listing_liked": ("like", "liker_key"),
    "social.listing_unliked": ("unlike", "liker_key"),
    "orders.garment_bagged": ("bag", "buyer_key"),
    "orders.order_placed": ("buy", "buyer_key"),
}


def somebody_acted(events: Sequence[Envelope]) -> None:
    """Add what people did to what ranks their feeds."""
    actions = [action for event in events for action in _actions_of(event)]
    if actions:
        record_actions(actions)


def _actions_of(event: Envelope) -> list[NewAction]:
    if event.name in _KINDS:
        kind, whose = _KINDS[event.name]
        key = str(event.payload[whose])
    else:
        # A view that cites a ranking follows a click on the same card, which says it already.
        if event.name == "discovery.listing_viewed" and event.payload.get("ranking_id"):
            return []
        kind = "click" if event.name == "discovery.listing_clicked" else "view"
        key = event.subject_key or (f"visitor:{event.anonymous_id}" if event.anonymous_id else "")
    listings = event.payload.get("listing_ids") or [event.payload["listing_id"]]
    return [
        NewAction(
            profile_key=key,
            listing_id=UUID(str(listing_id)),
            kind=kind,
            acted_at=event.occurred_at,
        )
        for listing_id in listings
        if key
    ]


def listings_changed(events: Sequence[Envelope]) -> None:
    """Note which listings are no longer what the tables of the processes say."""
    note_changes(UUID(str(event.payload["listing_id"])) for event in events)


def shops_came_or_went(events: Sequence[Envelope]) -> None:
    """Note everything that a shop sells as changed when it goes on vacation or returns."""
    for event in events:
        note_changes(shop_listing_ids(UUID(str(event.payload["shop_id"]))))
