"""Put a garment into a bag or take it out. A bag never reserves anything."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor


def add_to_bag(*, actor: Actor, listing_id: UUID) -> None:
    """Put a garment into the actor's bag; adding it twice changes nothing.

    Raises:
        ListingUnavailable: it is not for sale now.
        OwnListing: the actor sells it.
        BagFull: the bag holds 30 garments already.
    """
    raise NotImplementedError


def remove_from_bag(*, actor: Actor, listing_id: UUID) -> None:
    """Take a garment out of the actor's bag; one that is not in it changes nothing."""
    raise NotImplementedError
