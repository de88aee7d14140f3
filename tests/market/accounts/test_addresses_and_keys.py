"""Addresses and personal keys: they belong to one person."""

from __future__ import annotations

import pytest

from rethread.market.accounts.errors import AddressNotFound, InvalidAccount, KeyRefused
from rethread.market.accounts.models import PersonalKey
from rethread.market.accounts.selectors import (
    access_address,
    list_addresses,
    list_personal_keys,
)
from rethread.market.accounts.services import (
    authenticate_key,
    choose_default_address,
    create_personal_key,
    delete_address,
    revoke_personal_key,
    save_address,
)
from rethread.platform.kernel import Actor
from tests.support.factories import make_address, make_user

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_as_it_is_written_on_a_parcel() -> None:
    user = make_user()
    address = save_address(
        actor=Actor.user(user.id),
        name=" Ada  ",
        line1="1 Mill Street",
        city="Leeds",
        postcode="ls1 4ap",
        country="gb",
    )
    assert address.lines() == ("Ada", "1 Mill Street", "Leeds LS1 4AP", "GB")
    assert access_address(actor=Actor.user(user.id), address_id=address.id) == address


def test_what_is_wrong_with_an_address_is_said_field_by_field() -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(InvalidAccount) as refusal:
        save_address(actor=actor, name="", line1="", city="Leeds", postcode="nope", country="GB")
    assert refusal.value.code == "accounts.invalid_address"
    assert refusal.value.fields == {
        "name": "Write who receives the parcel.",
        "line1": "Write the street and number.",
        "postcode": "Write a full UK postcode, for example LS1 4AP.",
    }
    assert list_addresses(actor=actor) == ()


def test_nobody_reads_changes_or_deletes_somebody_elses_address() -> None:
    owner = make_user()
    address = make_address(owner.id)
    stranger = Actor.user(make_user().id)
    for attempt in (
        lambda: access_address(actor=stranger, address_id=address.id),
        lambda: delete_address(actor=stranger, address_id=address.id),
        lambda: save_address(
            actor=stranger, address_id=address.id, name="E", line1="1", city="Y",
            postcode="LS1 4AP", country="GB",
        ),
    ):  # fmt: skip
        with pytest.raises(AddressNotFound) as refusal:
            attempt()
        assert refusal.value.code == "accounts.address_not_found"
    assert list_addresses(actor=Actor.user(owner.id)) == (address,)
    delete_address(actor=Actor.user(owner.id), address_id=address.id)
    assert list_addresses(actor=Actor.user(owner.id)) == ()


def test_a_key_is_shown_once_stored_as_a_hash_and_tells_who_holds_it() -> None:
    user = make_user()
    made = create_personal_key(
        actor=Actor.user(user.id), name="Sync", scopes=["listings:write", "listings:read"]
    )
    assert made.key.scopes == ("listings:read", "listings:write")
    assert made.token.startswith(made.key.prefix)
    row = PersonalKey.objects.get(pk=made.key.id)
    assert made.token not in {row.digest, row.prefix, row.name}
    holder = authenticate_key(token=made.token, scope="listings:read")
    assert (holder.user_id, holder.key_id) == (user.id, made.key.id)
    (listed,) = list_personal_keys(actor=Actor.user(user.id))
    assert listed.last_used_at is not None


def test_a_key_does_only_what_its_scopes_say_and_nothing_once_revoked() -> None:
    user = make_user()
    made = create_personal_key(actor=Actor.user(user.id), name="Read", scopes=["listings:read"])
    with pytest.raises(KeyRefused) as refusal:
        authenticate_key(token=made.token, scope="listings:write")
    assert refusal.value.message == "This key may not do this: it lacks listings:write."
    with pytest.raises(KeyRefused):
        revoke_personal_key(actor=Actor.user(make_user().id), key_id=made.key.id)
    assert authenticate_key(token=made.token, scope="listings:read").user_id == user.id
    revoke_personal_key(actor=Actor.user(user.id), key_id=made.key.id)
    with pytest.raises(KeyRefused) as gone:
        authenticate_key(token=made.token, scope="listings:read")
    assert gone.value.code == "accounts.key_refused"
    assert list_personal_keys(actor=Actor.user(user.id)) == ()


def test_a_key_without_a_known_scope_is_refused() -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(InvalidAccount) as refusal:
        create_personal_key(actor=actor, name="All", scopes=["everything"])
    assert refusal.value.fields == {
        "scopes": "Choose from: listings:read, listings:write, messages:read, messages:write, "
        "cases:read, cases:write, offers:read, offers:write, exports:read, exports:write, "
        "imports:read, imports:write, searches:read, searches:write, "
        "orders:read, orders:write, likes:read, likes:write, "
        "notices:read, notices:write, reviews:read, reviews:write, "
        "addresses:read, addresses:write, bag:read, bag:write, account:read, account:write."
    }
    assert PersonalKey.objects.count() == 0


def test_the_default_address_stands_first_and_there_is_one() -> None:
    user = make_user()
    actor = Actor.user(user.id)
    old, new = make_address(user.id), make_address(user.id)
    assert [one.id for one in list_addresses(actor=actor)] == [new.id, old.id]
    for chosen in (old, old, new, old):
        assert choose_default_address(actor=actor, address_id=chosen.id).is_default is True
    listed = list_addresses(actor=actor)
    assert [(one.id, one.is_default) for one in listed] == [(old.id, True), (new.id, False)]


def test_nobody_chooses_another_persons_default() -> None:
    user, other = make_user(), make_user()
    address = make_address(user.id)
    with pytest.raises(AddressNotFound) as refusal:
        choose_default_address(actor=Actor.user(other.id), address_id=address.id)
    assert refusal.value.code == "accounts.address_not_found"
    assert list_addresses(actor=Actor.user(user.id))[0].is_default is False
