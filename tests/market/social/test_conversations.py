"""Conversations: between two people, about one thing; nobody else reads, nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from django.db import connection

from rethread.market.catalogue.services import hide_listing
from rethread.market.social import errors
from rethread.market.social.models import Block, Conversation, Message
from rethread.market.social.ports import install_message_screen, install_order_book
from rethread.market.social.selectors import (
    access_conversation,
    circle_of,
    count_flagged,
    count_unread,
    list_conversations,
    list_messages,
    messages_around,
)
from rethread.market.social.services import (
    block_person,
    mark_read,
    send_message,
    start_conversation,
    unblock_person,
)
from rethread.market.social.types import ConversationView, OrderSides
from rethread.platform.kernel import Actor, DomainError, Invalid, PermissionDenied, new_id
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_draft, make_live_listing, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Clock:
    now = NOON


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    ticking = Clock()
    with business_clock(lambda: ticking.now):
        yield ticking


class Screen:
    """Flags what says "phone" and refuses whoever is named."""

    def __init__(self, refused: UUID | None = None) -> None:
        self.refused = refused

    def reason_to_refuse(self, sender_id: UUID) -> str | None:
        return "Not until Friday." if sender_id == self.refused else None

    def flags_of(self, text: str) -> tuple[str, ...]:
        return ("phone",) if "phone" in text else ()


def person() -> Actor:
    return Actor.user(make_user().id)


def talk() -> tuple[Actor, Actor, ConversationView]:
    listing = make_live_listing()
    buyer = person()
    return (
        buyer,
        Actor.user(listing.seller_id),
        start_conversation(actor=buyer, listing_id=listing.id),
    )


def told() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, row_to_json(outbox)::text FROM outbox "
            "WHERE name LIKE 'social.%%' ORDER BY id"
        )
        return list(cursor.fetchall())


def test_two_people_talk_and_each_reads_what_waits() -> None:
    buyer, seller, talked = talk()
    assert list_conversations(buyer).conversations == ()
    send_message(actor=buyer, conversation_id=talked.conversation_id, text="  Still there?\x00 ")
    assert (count_unread(buyer), count_unread(seller), count_unread(Actor.anonymous())) == (0, 1, 0)
    (seen,) = list_conversations(seller).conversations
    assert seen.last_message is not None
    assert (seen.unread, seen.last_message.text, seen.other_id) == (
        1, "Still there?", buyer.user_id,
    )  # fmt: skip
    mark_read(actor=seller, conversation_id=talked.conversation_id)
    assert count_unread(seller) == 0
    assert access_conversation(buyer, talked.conversation_id).other_read_at == NOON
    send_message(actor=seller, conversation_id=talked.conversation_id, text="Yes")
    texts = [m.text for m in list_messages(buyer, talked.conversation_id).messages]
    assert texts == ["Yes", "Still there?"]


def test_a_conversation_about_a_listing_begins_once() -> None:
    buyer, _, talked = talk()
    again = start_conversation(actor=buyer, listing_id=talked.listing_id)
    assert again.conversation_id == talked.conversation_id
    assert [name for name, _ in told()] == ["social.conversation_started"]


def test_nobody_writes_about_what_they_may_not_see_or_own() -> None:
    draft, live = make_draft(), make_live_listing()
    owner = Actor.user(live.seller_id)
    for actor, listing_id, kind in (
        (person(), draft.id, errors.NobodyToTalkTo),
        (person(), new_id(), errors.NobodyToTalkTo),
        (owner, live.id, errors.OwnThing),
    ):
        with pytest.raises(kind):
            start_conversation(actor=actor, listing_id=listing_id)
    with pytest.raises(errors.NobodyToTalkTo):
        start_conversation(actor=person())
    with pytest.raises(PermissionDenied):
        start_conversation(actor=Actor.anonymous(), listing_id=live.id)
    hide_listing(actor=owner, listing_id=live.id)
    with pytest.raises(errors.NobodyToTalkTo):
        start_conversation(actor=person(), listing_id=live.id)
    assert Conversation.objects.count() == 0


def test_only_the_two_sides_of_an_order_talk_about_it() -> None:
    listing, buyer, order_id = make_live_listing(), person(), new_id()
    seller = Actor.user(listing.seller_id)

    class Book:
        def sides_of(self, asked: UUID) -> OrderSides | None:
            sides = OrderSides(buyer.require_user(), listing.seller_id, listing.id)
            return sides if asked == order_id else None

    install_order_book(Book())
    begun = start_conversation(actor=seller, order_id=order_id)
    assert start_conversation(actor=buyer, order_id=order_id).conversation_id == (
        begun.conversation_id
    )
    for actor, asked in ((person(), order_id), (buyer, new_id())):
        with pytest.raises(errors.NobodyToTalkTo):
            start_conversation(actor=actor, order_id=asked)
    assert Conversation.objects.count() == 1


def test_others_neither_read_nor_write() -> None:
    _, _, talked = talk()
    stranger = person()
    for refused in (
        lambda: access_conversation(stranger, talked.conversation_id),
        lambda: list_messages(stranger, talked.conversation_id),
        lambda: send_message(actor=stranger, conversation_id=talked.conversation_id, text="x"),
        lambda: mark_read(actor=stranger, conversation_id=talked.conversation_id),
        lambda: access_conversation(Actor.anonymous(), talked.conversation_id),
    ):
        with pytest.raises(errors.ConversationNotFound):
            refused()
    assert Message.objects.count() == 0
    assert access_conversation(Actor.staff(new_id()), talked.conversation_id) == talked


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\u202e", "x" * 2001, "x" * 100_000])
def test_too_little_and_too_much_is_refused_plainly(text: str) -> None:
    buyer, _, talked = talk()
    with pytest.raises(errors.InvalidMessage) as refusal:
        send_message(actor=buyer, conversation_id=talked.conversation_id, text=text)
    assert refusal.value.code == "social.invalid_message"
    assert Message.objects.count() == 0
    send_message(actor=buyer, conversation_id=talked.conversation_id, text=f" {'x' * 2000} ")
    assert Message.objects.get().text == "x" * 2000


def test_the_sender_is_warned_before_anything_is_sent_and_may_send_it_all_the_same() -> None:
    install_message_screen(Screen())
    buyer, seller, talked = talk()
    with pytest.raises(errors.MessageNeedsConfirmation) as warning:
        send_message(actor=buyer, conversation_id=talked.conversation_id, text="my phone is")
    assert warning.value.code == "social.message_needs_confirmation"
    assert warning.value.flags == ("phone",)
    assert (Message.objects.count(), count_unread(seller)) == (0, 0)
    sent = send_message(
        actor=buyer, conversation_id=talked.conversation_id, text="my phone is", acknowledged=True
    )
    assert sent.flags == ("phone",)
    assert count_flagged(buyer.require_user(), NOON - timedelta(days=1)) == 1
    plain = send_message(
        actor=buyer, conversation_id=talked.conversation_id, text="hello", acknowledged=True
    )
    assert plain.flags == ()


def test_who_may_not_write_reads_why() -> None:
    buyer, _, talked = talk()
    install_message_screen(Screen(refused=buyer.user_id))
    with pytest.raises(errors.WritingRefused) as refusal:
        send_message(actor=buyer, conversation_id=talked.conversation_id, text="hello")
    assert (refusal.value.code, refusal.value.message) == (
        "social.writing_refused", "Not until Friday.",
    )  # fmt: skip
    assert Message.objects.count() == 0


def test_a_block_closes_messages_both_ways_and_says_not_whose_it_is() -> None:
    buyer, seller, talked = talk()
    buyer_id = buyer.require_user()
    assert block_person(actor=seller, person_id=buyer_id)
    assert not block_person(actor=seller, person_id=buyer_id)
    words = set()
    for actor in (buyer, seller):
        with pytest.raises(errors.MessagesClosed) as refusal:
            send_message(actor=actor, conversation_id=talked.conversation_id, text="hello")
        words.add((refusal.value.code, refusal.value.message))
    assert len(words) == 1
    assert Message.objects.count() == 0
    assert (circle_of(seller).blocked, circle_of(buyer).blocked) == ({buyer_id}, set())
    for actor, own in ((buyer, False), (seller, True)):
        view = access_conversation(actor, talked.conversation_id)
        assert (view.closed, view.blocked_by_viewer) == (True, own)
    assert not unblock_person(actor=buyer, person_id=talked.seller_id)
    assert unblock_person(actor=seller, person_id=buyer_id)
    send_message(actor=buyer, conversation_id=talked.conversation_id, text="hello")
    names = [name for name, _ in told()][1:]
    assert names == ["social.person_blocked", "social.person_unblocked", "social.message_sent"]


def test_nobody_blocks_themselves_or_nobody() -> None:
    me = person()
    for target, code in (
        (me.require_user(), "social.cannot_block"),
        (new_id(), "social.person_not_found"),
    ):
        with pytest.raises(DomainError) as refusal:
            block_person(actor=me, person_id=target)
        assert refusal.value.code == code
    assert Block.objects.count() == 0


def test_writing_very_much_is_slowed_down_and_goes_on_later(clock: Clock) -> None:
    buyer, _, talked = talk()
    for number in range(15):
        send_message(actor=buyer, conversation_id=talked.conversation_id, text=str(number))
    with pytest.raises(errors.TooManyMessages) as refusal:
        send_message(actor=buyer, conversation_id=talked.conversation_id, text="more")
    assert (refusal.value.code, refusal.value.status) == ("social.too_many_messages", 429)
    assert Message.objects.count() == 15
    clock.now += timedelta(minutes=1)
    send_message(actor=buyer, conversation_id=talked.conversation_id, text="more")


def test_pages_of_threads_and_messages_leave_nothing_out() -> None:
    buyer = person()
    listings = [make_live_listing() for _ in range(3)]
    for listing in listings:
        begun = start_conversation(actor=buyer, listing_id=listing.id)
        for text in ("one", "two", "three"):
            send_message(actor=buyer, conversation_id=begun.conversation_id, text=text)
    first = list_conversations(buyer, limit=2)
    rest = list_conversations(buyer, first.next_cursor, limit=2)
    found = [c.listing_id for c in (*first.conversations, *rest.conversations)]
    assert found == [listing.id for listing in reversed(listings)]
    assert rest.next_cursor == ""
    page = list_messages(buyer, begun.conversation_id, limit=2)
    older = list_messages(buyer, begun.conversation_id, page.next_cursor, limit=2)
    assert [m.text for m in (*page.messages, *older.messages)] == ["three", "two", "one"]
    around = messages_around(page.messages[1].message_id, each_side=1)
    assert [m.text for m in around] == ["one", "two", "three"]
    with pytest.raises(Invalid):
        list_conversations(buyer, "nonsense")


def test_no_word_of_a_message_enters_an_event() -> None:
    install_message_screen(Screen())
    buyer, _, talked = talk()
    send_message(
        actor=buyer,
        conversation_id=talked.conversation_id,
        text="my phone is Xanadu",
        acknowledged=True,
    )
    name, body = told()[-1]
    assert name == "social.message_sent"
    assert "Xanadu" not in body
    assert str(buyer.user_id) not in body
    payload = msgspec.json.decode(body)["payload"]
    assert (payload["chars"], payload["flags"], payload["is_first"]) == (18, ["phone"], True)
