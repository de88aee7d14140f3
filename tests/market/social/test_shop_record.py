"""How soon a shop answers and sends: noted as it happens, known from three on, never a scan."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from rethread.market.accounts.rules import RECORD_MAX, known_median
from rethread.market.accounts.selectors import shop_records_by_ids
from rethread.market.accounts.services import record_answer, record_dispatch
from rethread.market.accounts.types import ShopRecordView
from rethread.market.social.services import send_message, start_conversation
from rethread.platform.kernel import Actor, PermissionDenied, business_now
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_live_listing, make_shop, make_user

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def record(shop_id: UUID) -> ShopRecordView:
    return shop_records_by_ids([shop_id])[shop_id]


def test_the_median_is_known_from_three_on_and_leaves_outliers_alone() -> None:
    assert known_median([]) is None
    assert known_median([60, 120]) is None
    assert known_median([60, 99_999, 120]) == 120
    assert known_median([1, 2, 3, 4]) == 2


def test_only_the_last_twenty_count() -> None:
    shop = make_shop()
    for hours in range(RECORD_MAX + 5):
        record_dispatch(actor=SYSTEM, shop_id=shop.id, took=timedelta(hours=hours))
    assert record(shop.id) == ShopRecordView(answer_s=None, dispatch_s=14 * 3600)
    record_answer(actor=SYSTEM, shop_id=shop.id, took=timedelta(minutes=1))
    assert record(shop.id).answer_s is None
    assert record(shop.id).dispatch_s == 14 * 3600


def test_nobody_writes_their_own_record() -> None:
    shop = make_shop()
    with pytest.raises(PermissionDenied):
        record_answer(actor=Actor.user(shop.owner_id), shop_id=shop.id, took=timedelta(0))
    assert record(shop.id) == ShopRecordView()


def test_the_first_answer_to_each_question_is_noted_and_no_later_one() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    now = business_now()
    for hours in (1, 2, 9):
        asker = Actor.user(make_user().id)
        talk = start_conversation(actor=asker, listing_id=listing.id)
        for who, after in ((asker, 0), (asker, 10), (seller, hours * 60), (seller, 5000)):
            moment = now + timedelta(minutes=after)
            with business_clock(lambda at=moment: at):
                send_message(actor=who, conversation_id=talk.conversation_id, text="Hello")
    assert record(listing.shop.id).answer_s == 2 * 3600
