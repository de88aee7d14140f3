"""Pseudonyms: stable, unguessable, and gone when forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from rethread.platform.kernel import new_id
from rethread.platform.vault.models import Pseudonym
from rethread.platform.vault.services import clear_cache, forget, pseudonym_for


@pytest.fixture(autouse=True)
def _no_cache() -> Iterator[None]:
    clear_cache()
    yield
    clear_cache()


@pytest.mark.django_db
def test_a_pseudonym_is_stable_and_says_nothing_of_the_id() -> None:
    person, other = new_id(), new_id()
    value = pseudonym_for(person)
    assert pseudonym_for(person) == value
    assert pseudonym_for(other) != value
    assert value != str(person)
    assert len(value) == 36


@pytest.mark.django_db(transaction=True)
def test_a_committed_pseudonym_is_answered_without_a_query(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    person = new_id()
    value = pseudonym_for(person)
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture is a context manager
        assert pseudonym_for(person) == value


@pytest.mark.django_db(transaction=True)
def test_a_pseudonym_made_in_a_transaction_that_rolled_back_never_was() -> None:
    person = new_id()
    with transaction.atomic():
        pseudonym_for(person)
        transaction.set_rollback(True)
    assert not Pseudonym.objects.filter(pk=person).exists()
    value = pseudonym_for(person)
    assert Pseudonym.objects.get(pk=person).value == value


@pytest.mark.django_db(transaction=True)
def test_forgetting_cuts_the_tie_for_good() -> None:
    person = new_id()
    before = pseudonym_for(person)
    forget(person)
    forget(person)
    assert not Pseudonym.objects.filter(pk=person).exists()
    assert pseudonym_for(person) != before
