"""People are told what happened to what is theirs, each what concerns them, and never twice."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from rethread.market.catalogue.types import ListingView
from rethread.market.notifications.errors import AlwaysTold, UnknownKind
from rethread.market.notifications.models import Notice, QueuedLetter, Refusal
from rethread.market.notifications.rules.kinds import BY_NAME, KINDS
from rethread.market.notifications.selectors import (
    count_unread_notices,
    list_notices,
    wishes_of,
)
from rethread.market.notifications.services import (
    notify,
    read_about,
    read_all,
    read_one,
    set_wish,
)
from rethread.market.orders.services import cancel_order, confirm_received, mark_shipped
from rethread.market.orders.services.order import see_scan
from rethread.market.social.services import (
    follow_shop,
    like_listing,
    mark_read,
    send_message,
    start_conversation,
    unlike_listing,
)
from rethread.platform.events.models import ConsumerOffset
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.errors import InvariantViolation
from rethread.web.presenting import notices
from tests.market.orders.world import World
from tests.support.factories import make_user

from .conftest import deliver

SYSTEM = Actor.system("tests")


def kinds_of(actor: Actor) -> list[str]:
    return [notice.kind for notice in list_notices(actor).notices]


def tell(person_id: UUID, kind: str = "order_sold", key: str = "one", **facts: str | int) -> int:
    return notify(
        actor=SYSTEM, kind=kind, people=[person_id], subject_id=person_id, key=key, facts=facts
    )


def test_each_side_of_an_order_is_told_what_concerns_it(world: World) -> None:
    buyer, seller = world.buyer(), world.seller()
    listing = world.listing(seller, price_minor=2000)
    (order,) = world.buy(buyer, listing)
    deliver()
    assert kinds_of(buyer.actor) == ["order_confirmed"]
    (sold,) = list_notices(seller).notices
    assert (sold.kind, sold.subject_id) == ("order_sold", order.order_id)
    assert sold.facts == {
        "title": listing.title, "pieces": 1, "currency": "GBP", "reason": "",
        "delivery": "tracked",
        "amount_minor": order.seller_gets.amount_minor,
    }  # fmt: skip
    mark_shipped(actor=seller, order_id=order.order_id)
    carrier = Actor.system("tests")
    see_scan(actor=carrier, order_id=order.order_id, kind="delivered", at=world.now)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    deliver()
    assert sorted(kinds_of(buyer.actor)) == ["order_confirmed", "order_delivered", "order_shipped"]
    assert sorted(kinds_of(seller)) == ["order_sold", "sale_completed", "sale_delivered"]


def test_a_buyer_who_says_that_it_is_there_is_not_told_to_look_before_the_seller_is_paid(
    world: World,
) -> None:
    buyer, seller = world.buyer(), world.seller()
    (order,) = world.buy(buyer, world.listing(seller))
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    deliver()
    assert sorted(kinds_of(buyer.actor)) == ["order_confirmed", "order_shipped"]
    assert sorted(kinds_of(seller)) == ["order_sold", "sale_completed"]


def test_an_order_that_is_called_off_tells_both(world: World) -> None:
    buyer, seller = world.buyer(), world.seller()
    (order,) = world.buy(buyer, world.listing(seller))
    cancel_order(actor=seller, order_id=order.order_id)
    deliver()
    assert sorted(kinds_of(buyer.actor)) == ["order_called_off", "order_confirmed"]
    told = {notice.kind: notice for notice in list_notices(seller).notices}
    assert set(told) == {"order_sold", "sale_called_off"}
    assert told["sale_called_off"].facts["reason"] == "seller_cancelled"


def test_events_that_are_handled_again_tell_nobody_anything(world: World) -> None:
    buyer, seller = world.buyer(), world.seller()
    world.buy(buyer, world.listing(seller))
    deliver()
    before = (Notice.objects.count(), QueuedLetter.objects.count())
    ConsumerOffset.objects.filter(group="notifications").update(next_offset=0)
    deliver()
    assert (Notice.objects.count(), QueuedLetter.objects.count()) == before == (2, 2)


@pytest.mark.django_db
def test_a_person_is_told_of_a_kind_and_key_once() -> None:
    person = make_user()
    assert [tell(person.id), tell(person.id), tell(person.id, key="two")] == [1, 0, 1]
    assert Notice.objects.count() == 2
    assert QueuedLetter.objects.count() == 2


@pytest.mark.django_db
def test_only_the_market_tells_and_only_of_kinds_there_are() -> None:
    person = make_user()
    with pytest.raises(InvariantViolation):
        notify(
            actor=Actor.user(person.id), kind="order_sold", people=[person.id],
            subject_id=person.id, key="x",
        )  # fmt: skip
    with pytest.raises(InvariantViolation):
        tell(person.id, kind="unheard_of")
    assert Notice.objects.count() == 0


def test_likes_are_folded_into_one_and_a_like_again_adds_nothing(world: World) -> None:
    seller = world.seller()
    listing: ListingView = world.listing(seller)
    fans = [make_user() for _ in range(3)]
    for fan in fans:
        like_listing(actor=Actor.user(fan.id), listing_id=listing.id)
    like_listing(actor=seller, listing_id=listing.id)
    unlike_listing(actor=Actor.user(fans[0].id), listing_id=listing.id)
    like_listing(actor=Actor.user(fans[0].id), listing_id=listing.id)
    deliver()
    (notice,) = list_notices(seller).notices
    assert (notice.kind, notice.count) == ("listing_liked", 3)
    assert count_unread_notices(seller) == 3
    assert read_one(actor=seller, notice_id=notice.notice_id) == 3
    assert count_unread_notices(seller) == 0


def test_a_message_waits_in_the_inbox_and_writes_one_letter_until_it_is_read(world: World) -> None:
    seller = world.seller()
    listing = world.listing(seller)
    writer = Actor.user(make_user().id)
    talk = start_conversation(actor=writer, listing_id=listing.id)
    for text in ("Hello", "Are you there?"):
        send_message(actor=writer, conversation_id=talk.conversation_id, text=text)
        deliver()
    assert kinds_of(seller) == []
    assert (Notice.objects.count(), QueuedLetter.objects.count()) == (2, 1)
    mark_read(actor=seller, conversation_id=talk.conversation_id)
    read_about(actor=seller, kinds=("message_received",), subject_id=talk.conversation_id)
    world.pass_time(minutes=1)
    send_message(actor=writer, conversation_id=talk.conversation_id, text="Third")
    deliver()
    assert QueuedLetter.objects.count() == 2


def test_who_has_read_a_message_already_is_not_told_of_it(world: World) -> None:
    seller = world.seller()
    writer = Actor.user(make_user().id)
    talk = start_conversation(actor=writer, listing_id=world.listing(seller).id)
    send_message(actor=writer, conversation_id=talk.conversation_id, text="Hello")
    mark_read(actor=seller, conversation_id=talk.conversation_id)
    deliver()
    assert Notice.objects.count() == 0


def test_a_follower_is_told_of_without_a_name(world: World) -> None:
    seller = world.seller()
    shop = world.listing(seller).shop
    fan = make_user(display_name="Quentin Quiet")
    follow_shop(actor=Actor.user(fan.id), shop_id=shop.id)
    deliver()
    (notice,) = list_notices(seller).notices
    assert notice.kind == "shop_followed"
    row = Notice.objects.get()
    assert "Quentin" not in str(row.facts)
    assert str(fan.id) not in row.dedupe_key


@pytest.mark.django_db
def test_a_kind_that_is_switched_off_is_not_shown_and_writes_no_letter() -> None:
    person = make_user()
    actor = Actor.user(person.id)
    assert set_wish(actor=actor, kind="listing_liked", channel="in_app", wanted=False)
    assert not set_wish(actor=actor, kind="listing_liked", channel="in_app", wanted=False)
    set_wish(actor=actor, kind="listing_liked", channel="email", wanted=False)
    tell(person.id, kind="listing_liked")
    assert list_notices(actor).notices == ()
    assert count_unread_notices(actor) == 0
    assert QueuedLetter.objects.count() == 0
    assert set_wish(actor=actor, kind="listing_liked", channel="in_app", wanted=True)
    assert wishes_of(person.id).off == {("listing_liked", "email")}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(kind.name for kind in KINDS if kind.guard))
def test_money_and_safety_cannot_be_switched_off_in_the_activity(kind: str) -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(AlwaysTold) as refused:
        set_wish(actor=actor, kind=kind, channel="in_app", wanted=False)
    assert refused.value.code == "notifications.always_told"
    assert Refusal.objects.count() == 0
    assert set_wish(actor=actor, kind=kind, channel="email", wanted=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "channel"),
    [("nothing", "email"), ("message_received", "in_app"), ("listing_liked", "push")],
)
def test_a_switch_that_does_not_exist_is_refused(kind: str, channel: str) -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(UnknownKind) as refused:
        set_wish(actor=actor, kind=kind, channel=channel, wanted=False)  # type: ignore[arg-type]  # on purpose
    assert refused.value.code == "notifications.unknown_kind"
    assert Refusal.objects.count() == 0


@pytest.mark.django_db
def test_reading_everything_leaves_what_came_later_and_what_is_others() -> None:
    one, other = make_user(), make_user()
    tell(one.id, key="a")
    tell(other.id, key="a")
    newest = list_notices(Actor.user(one.id)).notices[0]
    assert read_all(actor=Actor.user(one.id), up_to=newest.notice_id) == 1
    assert read_all(actor=Actor.user(one.id), up_to=newest.notice_id) == 0
    tell(one.id, key="b")
    assert count_unread_notices(Actor.user(one.id)) == 1
    assert count_unread_notices(Actor.user(other.id)) == 1
    theirs = list_notices(Actor.user(other.id)).notices[0]
    assert read_one(actor=Actor.user(one.id), notice_id=theirs.notice_id) == 0
    assert count_unread_notices(Actor.user(other.id)) == 1


@pytest.mark.django_db
def test_pages_follow_one_another_and_leave_nothing_out() -> None:
    person = make_user()
    actor = Actor.user(person.id)
    for number in range(7):
        notify(
            actor=SYSTEM, kind="order_sold", people=[person.id], subject_id=new_id(),
            key=str(number),
        )  # fmt: skip
    seen, cursor = [], ""
    while True:
        page = list_notices(actor, cursor, limit=3)
        seen += [notice.notice_id for notice in page.notices]
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == 7
    assert count_unread_notices(Actor.anonymous()) == 0


def test_every_kind_has_words_and_no_words_lack_a_kind() -> None:
    folder = Path(notices.__file__).parents[1] / "templates" / "notices"
    assert {path.stem for path in folder.glob("*.txt")} == set(BY_NAME)
    for path in folder.glob("*.txt"):
        assert "{% autoescape off %}" in path.read_text()
