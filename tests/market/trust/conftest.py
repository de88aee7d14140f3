"""A market whose listings, messages and buyers are screened, on a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from rethread.market.catalogue.ports import install_listing_screen, install_publish_screens
from rethread.market.catalogue.types import ListingView
from rethread.market.orders.ports import install_buyer_gate
from rethread.market.social.ports import install_message_screen
from rethread.market.trust import wiring
from rethread.market.trust.services import submit_notice
from rethread.platform.kernel import Actor
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_staff, make_user

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Clock:
    now = NOON


def screened() -> None:
    """Plug trust into the packages below, as config does."""
    install_publish_screens(*wiring.publish_screens())
    install_listing_screen(wiring.listing_screen())
    install_message_screen(wiring.message_screen())
    install_buyer_gate(wiring.buyer_gate())


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    screened()
    ticking = Clock()
    with business_clock(lambda: ticking.now):
        yield ticking


def staff() -> Actor:
    return Actor.staff(make_staff().id)


def person() -> Actor:
    return Actor.user(make_user().id)


def reported(listing: ListingView, actor: Actor | None = None) -> UUID:
    return submit_notice(
        actor=actor or person(), kind="listing", object_id=listing.id, ground="counterfeit"
    ).notice_id
