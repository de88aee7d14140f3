"""Subscriptions: which function of which domain handles which event, as one consumer group.

A handler runs inside the consumer's transaction, so its effect and the group's offset commit
together; it must not call the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .envelope import Envelope

Handle = Callable[[Envelope], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """`handle` gets every `event_name` ("catalogue.listing_published"), in order per key."""

    group: str
    event_name: str
    handle: Handle


_subscribed: tuple[Subscription, ...] = ()


def install_subscriptions(subscriptions: Sequence[Subscription]) -> None:
    """Say which handlers this market has; `config` does, once per process."""
    global _subscribed
    _subscribed = tuple(subscriptions)


def subscribed() -> tuple[Subscription, ...]:
    """Return the handlers of this market, for whoever replays what one of them could not take."""
    return _subscribed
