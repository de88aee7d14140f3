"""What lower packages ask of trust: their ports, implemented here and wired by config."""

from __future__ import annotations

from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.market.catalogue.types import ListingView
from rethread.platform.kernel import Actor
from rethread.platform.kernel.languages import date_format

from .rules.off_platform import off_platform_flags
from .selectors import find_restriction
from .services import screen_listing
from .services.screening import own_hosts
from .types import Action, DecisionView


class Listings:
    """Looks at listings before they are public (`ListingScreen`)."""

    def holds(self, *, actor: Actor, listing: ListingView) -> bool:
        """Tell whether the listing may not be public as it is; why is written down."""
        del actor
        return screen_listing(listing=listing)


class Sellers:
    """Lets people list who may (`PublishScreen`)."""

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return why this listing's seller may not list now, or None."""
        return _reason(listing.seller_id, ("restrict", "suspend"))


class Messages:
    """Looks at messages before they are sent (`MessageScreen`)."""

    def reason_to_refuse(self, sender_id: UUID) -> str | None:
        """Return why this person may not write to others now, or None."""
        return _reason(sender_id, ("restrict", "suspend"))

    def flags_of(self, text: str) -> tuple[str, ...]:
        """Return what of a text points away from the market."""
        return off_platform_flags(text, own_hosts())


class Buyers:
    """Lets people buy who may (`BuyerGate`)."""

    def reason_to_refuse(self, buyer_id: UUID) -> str | None:
        """Return why this person may not buy now, or None."""
        return _reason(buyer_id, ("suspend",))


def _reason(person_id: UUID, actions: tuple[Action, ...]) -> str | None:
    found = find_restriction(person_id, actions)
    return None if found is None else _sentence(found)


def _sentence(found: DecisionView) -> str:
    if found.ends_at is None:
        return _("You cannot do this for now. Why, and what you can do, stands on “Your standing”.")
    moment = date_format(localtime(found.ends_at), "j F, H:i")
    return _(
        "You cannot do this until %(moment)s. Why, and what you can do, stands on “Your standing”."
    ) % {"moment": moment}
