"""A market whose listings, messages and buyers are screened, on a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from rethread.market.catalogue.ports import install_listing_screen, install_publish_screens
from rethread.market.orders.ports import install_buyer_gate
from rethread.market.social.ports import install_message_screen
from rethread.market.trust import wiring
from rethread.platform.kernel.clock import business_clock

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
