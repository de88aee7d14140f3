"""Shops: handles, names, one each, ratings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rethread.market.accounts.errors import HandleTaken, InvalidAccount, ShopExists, ShopNotFound
from rethread.market.accounts.selectors import (
    find_shop_of,
    get_shop,
    get_shop_by_handle,
    shops_by_ids,
)
from rethread.market.accounts.services import (
    ensure_shop,
    name_shop,
    open_shop,
    record_shop_rating,
    register_user,
    update_shop,
)
from rethread.platform.kernel import Actor, Invalid, PermissionDenied, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_shop, make_user
from tests.support.outbox import emitted

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_handle_is_stored_in_lower_case_without_its_at_sign_and_found_so() -> None:
    user = make_user()
    shop = open_shop(actor=Actor.user(user.id), handle=" @Ada.Vintage ", name="Ada & Co")
    assert (shop.handle, shop.name, shop.rating) == ("ada.vintage", "Ada & Co", None)
    assert get_shop_by_handle("@ADA.vintage") == shop
    assert shops_by_ids([shop.id]) == {shop.id: shop}
    assert emitted("accounts.shop_opened") == [
        {"shop_id": str(shop.id), "seller_key": pseudonym_for(user.id)}
    ]


def test_people_and_shops_are_here_since_the_day_of_the_markets_own_clock() -> None:
    with business_clock(lambda: SPRING):
        person = register_user(actor=Actor.system("test"), email="early@example.com")
        shop = open_shop(actor=Actor.user(person.id), handle="early", name="Early")
    assert (person.created_at, shop.created_at) == (SPRING, SPRING)


@pytest.mark.parametrize(
    ("handle", "message"),
    [
        ("ab", "Use 3 to 30 letters a-z, digits, dots or underscores."),
        ("x" * 31, "Use 3 to 30 letters a-z, digits, dots or underscores."),
        ("no spaces", "Use 3 to 30 letters a-z, digits, dots or underscores."),
        ("épée", "Use 3 to 30 letters a-z, digits, dots or underscores."),
        (".ada", "A dot stands between other characters."),
        ("a..da", "A dot stands between other characters."),
        ("admin", "This handle is reserved. Choose another one."),
        ("ad_min", "This handle is reserved. Choose another one."),
    ],
)
def test_a_handle_that_cannot_be_is_refused_with_its_reason(handle: str, message: str) -> None:
    user = make_user()
    with pytest.raises(InvalidAccount) as refusal:
        open_shop(actor=Actor.user(user.id), handle=handle, name="A shop")
    assert refusal.value.code == "accounts.invalid_shop"
    assert refusal.value.fields == {"handle": message}
    assert find_shop_of(user.id) is None


def test_a_handle_belongs_to_one_shop_and_a_person_has_one_shop() -> None:
    first = make_shop(handle="taken")
    other = make_user()
    with pytest.raises(HandleTaken) as taken:
        make_shop(owner=other, handle="taken")
    assert taken.value.code == "accounts.handle_taken"
    assert find_shop_of(other.id) is None
    with pytest.raises(ShopExists) as exists:
        open_shop(actor=Actor.user(first.owner_id), handle="second", name="Second")
    assert exists.value.code == "accounts.shop_exists"
    assert find_shop_of(first.owner_id) == first


def test_a_shop_opened_along_the_way_is_named_after_the_person_and_finds_a_free_handle() -> None:
    first = ensure_shop(actor=Actor.user(make_user(display_name="Zoë Müller").id))
    second_user = make_user(display_name="Zoë Müller")
    second = ensure_shop(actor=Actor.user(second_user.id))
    assert (first.handle, first.name) == ("zoe_muller", "Zoë Müller")
    assert second.handle == "zoe_muller2"
    assert ensure_shop(actor=Actor.user(second_user.id)) == second


def test_a_shop_is_named_and_its_handle_follows_unless_another_has_it() -> None:
    shop = ensure_shop(actor=Actor.user(make_user(display_name="").id))
    actor = Actor.user(shop.owner_id)
    named = name_shop(actor=actor, shop_id=shop.id, name=" Zoë’s loft ")
    assert (named.name, named.handle) == ("Zoë’s loft", "zoe_s_loft")
    assert name_shop(actor=actor, shop_id=shop.id, name="Zoë’s loft") == named
    other = make_shop()
    second = name_shop(actor=Actor.user(other.owner_id), shop_id=other.id, name="Zoe's Loft")
    assert (second.name, second.handle) == ("Zoe's Loft", "zoe_s_loft2")


def test_nobody_names_anothers_shop_and_no_shop_is_nameless() -> None:
    shop = make_shop()
    with pytest.raises(ShopNotFound) as stolen:
        name_shop(actor=Actor.user(make_user().id), shop_id=shop.id, name="Stolen")
    assert stolen.value.code == "accounts.shop_not_found"
    with pytest.raises(InvalidAccount) as empty:
        name_shop(actor=Actor.user(shop.owner_id), shop_id=shop.id, name="  ")
    assert empty.value.fields == {"name": "Write a name."}
    assert get_shop(shop.id) == shop


def test_only_its_owner_changes_a_shop() -> None:
    shop = make_shop()
    with pytest.raises(ShopNotFound) as refusal:
        update_shop(actor=Actor.user(make_user().id), shop_id=shop.id, name="Stolen")
    assert refusal.value.code == "accounts.shop_not_found"
    assert get_shop(shop.id) == shop


def test_what_is_given_changes_and_the_rest_stays() -> None:
    shop = make_shop(handle="before")
    actor = Actor.user(shop.owner_id)
    changed = update_shop(actor=actor, shop_id=shop.id, bio="One\nTwo\x07", ships_within_days=1)
    assert (changed.bio, changed.ships_within_days) == ("One\nTwo", 1)
    assert (changed.handle, changed.name) == ("before", "A shop")
    make_shop(handle="other")
    with pytest.raises(HandleTaken):
        update_shop(actor=actor, shop_id=shop.id, handle="OTHER")
    with pytest.raises(InvalidAccount) as refusal:
        update_shop(actor=actor, shop_id=shop.id, name=" ", ships_within_days=9)
    assert refusal.value.fields == {
        "name": "Write a name.",
        "ships_within_days": "Choose between 1 and 5 days.",
    }
    assert get_shop(shop.id) == changed


def test_a_rating_is_written_by_reviews_alone_and_must_be_possible() -> None:
    shop = make_shop()
    reviews = Actor.system("reviews")
    record_shop_rating(actor=reviews, shop_id=shop.id, rating_sum=14, rating_count=3)
    assert get_shop(shop.id).rating == 14 / 3
    with pytest.raises(PermissionDenied):
        record_shop_rating(
            actor=Actor.user(shop.owner_id), shop_id=shop.id, rating_sum=5, rating_count=1
        )
    with pytest.raises(Invalid) as refusal:
        record_shop_rating(actor=reviews, shop_id=shop.id, rating_sum=6, rating_count=1)
    assert refusal.value.code == "accounts.invalid_rating"
    with pytest.raises(ShopNotFound):
        record_shop_rating(actor=reviews, shop_id=new_id(), rating_sum=5, rating_count=1)
    assert get_shop(shop.id).rating_count == 3
