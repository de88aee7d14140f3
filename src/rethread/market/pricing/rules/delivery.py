"""Which ways to deliver a shop may offer, and which counts when nothing was chosen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..types import DELIVERY_METHODS, DeliveryMethod


def in_order(methods: Iterable[str]) -> tuple[DeliveryMethod, ...]:
    """Return methods once each, in the order in which they are offered; the unknown are left out.

    Tracked stands first: it is what a buyer gets who chooses nothing, for it is what protects them.
    """
    given = set(methods)
    return tuple(method for method in DELIVERY_METHODS if method in given)


def method_for(offered: Sequence[DeliveryMethod], wanted: str | None) -> DeliveryMethod | None:
    """Return the method that counts: the wanted one, the first offered when nothing was wanted, or
    None when what was wanted is not offered."""
    if wanted is None:
        return offered[0]
    return next((method for method in offered if method == wanted), None)
