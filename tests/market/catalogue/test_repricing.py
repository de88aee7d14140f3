"""A new fee schedule reaches every price that may still change, on its day and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.services import reserve_listings
from rethread.market.catalogue.wiring import DUE_WORK
from rethread.market.pricing.models import FeeSchedule
from rethread.platform.kernel import Actor, Money, business_now, new_id
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_live_listing
from tests.support.outbox import emitted

pytestmark = pytest.mark.django_db
(REPRICING,) = DUE_WORK


def test_prices_follow_a_new_schedule_on_its_day_except_for_what_is_reserved() -> None:
    live, reserved = make_live_listing(price_minor=1000), make_live_listing(price_minor=1000)
    reserve_listings(actor=Actor.system("t"), listing_ids=[reserved.id], checkout_id=new_id())
    start = business_now() + timedelta(days=7)
    FeeSchedule.objects.create(
        version=2, currency="GBP", valid_from=start, buyer_bps=1000, buyer_fixed_minor=0,
        seller_bps=0,
    )  # fmt: skip
    assert REPRICING.next_due_at() == start
    assert REPRICING.run_due(business_now(), 10) == 0
    with business_clock(lambda: start):
        assert REPRICING.next_due_at() == start
        assert REPRICING.run_due(start, 10) == 1
        assert REPRICING.run_due(start, 10) == 0
        assert REPRICING.next_due_at() is None
    assert get_listing(live.id).buyer_price == Money(1100, "GBP")
    assert get_listing(live.id).fee_version == 2
    assert get_listing(reserved.id).buyer_price == Money(1120, "GBP")
    assert [event["buyer_price_minor"] for event in emitted("catalogue.listing_updated")] == [1100]
