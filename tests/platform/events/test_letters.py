"""Dead letters of browsers: put right against the contract, sent again once, written down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import connection

from rethread.platform.audit.services import list_entries
from rethread.platform.events.ingestion import IngestContext, ingest_batch
from rethread.platform.events.letters import (
    LetterView,
    count_letters,
    fix_letter,
    get_letter,
    list_letters,
)
from rethread.platform.events.models import UnconsentedCount
from rethread.platform.kernel import Actor, Conflict, Invalid, NotFound, new_id
from tests.platform.events.test_ingestion import AGREED, BROWSER, body, viewed
from tests.support.events import outbox_size

pytestmark = pytest.mark.django_db(transaction=True)
STAFF = Actor.staff(new_id())
LISTING = str(new_id())


def refuse(context: IngestContext = AGREED, **payload: Any) -> LetterView:
    event = viewed(payload={"listing_id": LISTING, "surface": "shop_window", **payload})
    assert ingest_batch(body(event), context=context).rejected == 1
    return list_letters()[0]


def values_of(letter: LetterView, **changes: str) -> dict[str, str]:
    return {field.name: field.value for field in letter.fields} | changes


def placed() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, name, consent, session_id, payload->>'surface', payload->>'position' "
            "FROM outbox ORDER BY id"
        )
        return list(cursor.fetchall())


def test_a_letter_says_what_is_wrong_whose_it_is_and_what_the_contract_allows() -> None:
    letter = refuse(position=3)
    assert (letter.reason, letter.contract, letter.owner) == (
        "breaks_contract",
        "discovery.listing_viewed.v1",
        "discovery",
    )
    fields = {field.name: field for field in letter.fields}
    assert fields["surface"].problem == "unknown value"
    assert "feed" in fields["surface"].values
    assert (fields["position"].value, fields["position"].masked) == ("3", False)


def test_a_letter_put_right_is_sent_again_with_its_own_id_and_written_down() -> None:
    letter = refuse(position=3)
    event_id = fix_letter(
        actor=STAFF, letter_id=letter.id, values=values_of(letter, surface="shop")
    )
    assert placed() == [(event_id, "discovery.listing_viewed", "analytics", "s1", "shop", "3")]
    assert str(event_id) == msgspec.json.decode(letter.raw)["event_id"]
    assert get_letter(letter.id).replayed_at is not None
    assert count_letters() == 0
    (entry,) = list_entries(object_type="dead_letter", object_id=letter.id)
    assert (entry.action, entry.detail) == ("events.fix_letter", {"changed": ["surface"]})
    with pytest.raises(NotFound):
        fix_letter(actor=STAFF, letter_id=letter.id, values=values_of(letter, surface="shop"))
    assert outbox_size() == 1


def test_a_letter_that_is_still_wrong_changes_nothing_and_names_the_field() -> None:
    letter = refuse()
    with pytest.raises(Invalid) as refused:
        fix_letter(actor=STAFF, letter_id=letter.id, values=values_of(letter))
    assert refused.value.code == "events.still_broken"
    assert list(refused.value.fields) == ["surface"]
    assert (outbox_size(), count_letters()) == (0, 1)
    assert list_entries(object_type="dead_letter", object_id=letter.id) == ()


def test_what_was_masked_is_not_sent_as_if_it_were_a_value() -> None:
    letter = refuse(listing_id="ada@people.example")
    assert [field.name for field in letter.fields if field.masked] == ["listing_id"]
    with pytest.raises(Invalid) as refused:
        fix_letter(actor=STAFF, letter_id=letter.id, values=values_of(letter, surface="shop"))
    assert (refused.value.code, outbox_size()) == ("events.still_masked", 0)
    fix_letter(
        actor=STAFF,
        letter_id=letter.id,
        values=values_of(letter, surface="shop", listing_id=LISTING),
    )
    assert outbox_size() == 1


def test_who_did_not_agree_is_counted_and_nothing_more_also_on_a_replay() -> None:
    letter = refuse(IngestContext(user_agent=BROWSER, session_id="s1", consent="essential"))
    fix_letter(actor=STAFF, letter_id=letter.id, values=values_of(letter, surface="shop"))
    assert outbox_size() == 0
    assert UnconsentedCount.objects.get().events == 1


def test_an_event_that_arrived_meanwhile_is_not_doubled() -> None:
    letter = refuse()
    event_id = msgspec.json.decode(letter.raw)["event_id"]
    ingest_batch(body(viewed(event_id=event_id)), context=AGREED)
    with pytest.raises(Conflict) as refused:
        fix_letter(actor=STAFF, letter_id=letter.id, values=values_of(letter, surface="shop"))
    assert (refused.value.code, outbox_size(), count_letters()) == ("events.known", 1, 1)


def test_what_is_no_event_at_all_cannot_be_put_right() -> None:
    ingest_batch(b'{"events": ["what"]}', context=AGREED)
    (letter,) = list_letters()
    assert (letter.fixable, letter.fields) == (False, ())
    with pytest.raises(Conflict) as refused:
        fix_letter(actor=STAFF, letter_id=letter.id, values={})
    assert refused.value.code == "events.not_fixable"
    with pytest.raises(NotFound):
        get_letter(UUID(int=1))
