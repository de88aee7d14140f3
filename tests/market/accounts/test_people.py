"""Signing up: addresses, hashes, and the event that follows."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password

from rethread.market.accounts.errors import EmailTaken, InvalidAccount, UserNotFound
from rethread.market.accounts.selectors import find_user_by_email, get_user, users_by_ids
from rethread.market.accounts.services import handle_signed_up, register_user, set_display_name
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.errors import InvariantViolation
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_user
from tests.support.outbox import emitted

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_an_address_is_stored_trimmed_and_in_lower_case_and_found_in_any_case() -> None:
    user = register_user(actor=SYSTEM, email="  Ada@Example.TEST ", display_name=" Ada ")
    assert user.email == "ada@example.test"
    assert user.display_name == "Ada"
    assert find_user_by_email("ADA@example.test") == user
    assert users_by_ids([user.id, new_id()]) == {user.id: user}


def test_signing_up_emits_the_pseudonym_and_nothing_personal() -> None:
    user = make_user()
    (event,) = emitted("accounts.user_registered")
    assert event == {"user_key": pseudonym_for(user.id), "is_staff": False}


def test_a_second_account_with_the_same_address_is_refused_and_nothing_is_added() -> None:
    make_user(email="ada@example.test")
    with pytest.raises(EmailTaken) as refusal:
        make_user(email="ADA@example.test")
    assert refusal.value.code == "accounts.email_taken"
    assert get_user_model().objects.count() == 1
    assert len(emitted("accounts.user_registered")) == 1


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.test", "a b@example.test"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidAccount) as refusal:
        register_user(actor=SYSTEM, email=email)
    assert refusal.value.code == "accounts.invalid_user"
    assert refusal.value.fields == {"email": "Write a complete email address."}
    assert get_user_model().objects.count() == 0


def test_a_hash_made_once_serves_many_people() -> None:
    shared = make_password("correct horse battery")
    ids = [
        register_user(actor=SYSTEM, email=f"p{n}@example.test", password_hash=shared).id
        for n in range(2)
    ]
    stored = get_user_model().objects.filter(pk__in=ids).values_list("password", flat=True)
    assert list(stored) == [shared, shared]
    assert check_password("correct horse battery", shared)


def test_nobody_makes_themselves_staff() -> None:
    with pytest.raises(InvariantViolation):
        register_user(actor=Actor.anonymous(), email="eve@example.test", is_staff=True)
    assert get_user_model().objects.count() == 0


def test_signing_up_through_the_edge_emits_the_same_event() -> None:
    row = get_user_model().objects.create(email="edge@example.test")
    handle_signed_up(actor=Actor.anonymous(), user_id=row.pk)
    assert emitted("accounts.user_registered") == [
        {"user_key": pseudonym_for(row.pk), "is_staff": False}
    ]
    with pytest.raises(UserNotFound):
        handle_signed_up(actor=Actor.anonymous(), user_id=new_id())


def test_a_name_loses_control_characters_and_may_not_be_too_long() -> None:
    user = make_user()
    actor = Actor.user(user.id)
    assert set_display_name(actor=actor, display_name="A\x00da\u202e").display_name == "Ada"
    with pytest.raises(InvalidAccount) as refusal:
        set_display_name(actor=actor, display_name="x" * 61)
    assert refusal.value.fields == {"display_name": "Use at most 60 characters."}
    assert get_user(user.id).display_name == "Ada"
