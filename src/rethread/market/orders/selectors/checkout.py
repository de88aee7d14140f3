"""Read a checkout."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor

from ..types import CheckoutView


def get_checkout(actor: Actor, checkout_id: UUID) -> CheckoutView:
    """Return a checkout of the actor's (staff see every one).

    Raises:
        CheckoutNotFound: there is none, or it is somebody else's.
    """
    raise NotImplementedError
