"""Read a bag."""

from __future__ import annotations

from rethread.platform.kernel import Actor

from ..types import BagView


def bag_view(actor: Actor) -> BagView:
    """Return the actor's bag with today's prices; an anonymous visitor's is empty."""
    raise NotImplementedError


def bag_count(actor: Actor) -> int:
    """Return how many garments lie in the actor's bag; one query, none for a visitor."""
    raise NotImplementedError
