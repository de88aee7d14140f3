"""A seller begins to pay for places of one of their listings."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.services import hold_listing
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.kernel import Actor, Money, business_now
from rethread.platform.kernel.fetching import insert
from rethread.platform.vault.services import pseudonym_for

from ..errors import AlreadyBoosted, CapBelowClick, InvalidBoost, NotForSale, OwesTooMuch
from ..events import emit_boost_started
from ..models import Boost
from ..rules import CLICKS_MAX, DAYS
from ..selectors import account_of, boost_view, find_live_boost
from ..types import BoostView


def start_boost(
    *, actor: Actor, listing_id: UUID, days: int, day_cap: Money, cap: Money
) -> BoostView:
    """Boost a listing of the acting person's for some days, up to a limit a day and one in all.

    Nothing is paid now: clicks are, at the price that is valid at this moment.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        NotForSale: it cannot be bought now.
        AlreadyBoosted: it is boosted already.
        CapBelowClick, InvalidBoost: a limit pays no click or is out of bounds, or no such days.
        OwesTooMuch: they owe as much for boosts as anybody may.
    """
    seller_id = actor.require_user()
    with transaction.atomic():
        held = hold_listing(listing_id)
        if held is None or held.seller_id != seller_id:
            raise ListingNotFound
        if not held.available:
            raise NotForSale
        price = current_boost_price(held.price.currency)
        _check(days, day_cap, cap, price.click)
        account = account_of(seller_id, held.price.currency)
        if account.in_all + price.click > price.owed_max:
            raise OwesTooMuch(account.in_all)
        now = business_now()
        boost = Boost(
            listing_id=listing_id,
            seller_id=seller_id,
            currency=price.click.currency,
            rate_version=price.version,
            click_minor=price.click.amount_minor,
            day_cap_minor=day_cap.amount_minor,
            cap_minor=cap.amount_minor,
            started_at=now,
            ends_at=now + timedelta(days=days),
        )
        _insert(boost)
        emit_boost_started(
            actor=actor,
            boost_id=boost.id,
            listing_id=listing_id,
            seller_key=pseudonym_for(seller_id),
            click_minor=boost.click_minor,
            day_cap_minor=boost.day_cap_minor,
            cap_minor=boost.cap_minor,
            currency=boost.currency,
            rate_version=boost.rate_version,
            days=days,
        )
        return boost_view(boost)


def _check(days: int, day_cap: Money, cap: Money, click: Money) -> None:
    if days not in DAYS:
        raise InvalidBoost("days", _("Choose one of the lengths offered."))
    for field, amount in (("day_cap", day_cap), ("cap", cap)):
        if amount.currency != click.currency:
            raise InvalidBoost(field, _("Use the currency of the piece."))
        if amount < click:
            raise CapBelowClick(field, click)
        most = Money(click.amount_minor * CLICKS_MAX, click.currency)
        if amount > most:
            raise InvalidBoost(field, _("Choose at most %(most)s.") % {"most": most})
    if day_cap > cap:
        raise InvalidBoost("day_cap", _("A day cannot cost more than all days together."))


def _insert(boost: Boost) -> None:
    """Insert a boost unless the listing has one; two at once are decided by the database."""
    if insert(boost, or_leave=True):
        return
    other = find_live_boost(boost.listing_id)
    raise AlreadyBoosted(other.id if other is not None else boost.id)
