"""Reads of accounts, as frozen data. What belongs to one person is read by that person's id."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.market.pricing.rules.bundles import tiers_of
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor, settings
from rethread.platform.kernel.fetching import fetch, fetch_one

from . import rules
from .errors import AddressNotFound, ShopNotFound, UserNotFound
from .models import Address, PersonalKey, Shop, ShopRecord, User
from .types import AddressView, KeyView, ShopRecordView, ShopSummary, UserView


def get_user(user_id: UUID) -> UserView:
    """Return a person.

    Raises:
        UserNotFound: there is no such person.
    """
    row = User.objects.filter(pk=user_id).first()
    if row is None:
        raise UserNotFound
    return user_view(row)


def find_user_by_email(email: str) -> UserView | None:
    """Return the person with an e-mail address, in any case and form, or None."""
    row = User.objects.filter(email=rules.normalise_email(email)).first()
    return user_view(row) if row is not None else None


def users_by_ids(user_ids: Iterable[UUID]) -> dict[UUID, UserView]:
    """Return people by id in one query; the unknown are absent."""
    return {row.id: user_view(row) for row in User.objects.filter(pk__in=set(user_ids))}


def language_read_by(user_id: UUID) -> str:
    """Return the language that somebody chose, or nothing: what is written to them is in it."""
    return User.objects.filter(pk=user_id).values_list("language", flat=True).first() or ""


def count_staff() -> int:
    """Return how many members of staff can sign in."""
    return User.objects.filter(is_staff=True, is_active=True).count()


def get_shop(shop_id: UUID) -> ShopSummary:
    """Return a shop.

    Raises:
        ShopNotFound: there is no such shop.
    """
    row = fetch_one(Shop, "WHERE id = %s", [shop_id])
    if row is None:
        raise ShopNotFound
    return shop_summary(row)


def get_shop_by_handle(handle: str) -> ShopSummary:
    """Return the shop with a handle, in any case, with or without @.

    Raises:
        ShopNotFound: there is no such shop.
    """
    row = Shop.objects.filter(handle=rules.normalise_handle(handle)).first()
    if row is None:
        raise ShopNotFound
    return shop_summary(row)


def find_shop_of(user_id: UUID) -> ShopSummary | None:
    """Return a person's shop, or None while they have none."""
    row = fetch_one(Shop, "WHERE owner_id = %s", [user_id])
    return shop_summary(row) if row is not None else None


def shops_by_ids(shop_ids: Iterable[UUID]) -> dict[UUID, ShopSummary]:
    """Return shops by id in one query; the unknown are absent."""
    wanted = list(set(shop_ids))
    rows = fetch(Shop, "WHERE id = ANY(%s)", [wanted]) if wanted else []
    return {row.id: shop_summary(row) for row in rows}


def shops_by_owner_ids(owner_ids: Iterable[UUID]) -> dict[UUID, ShopSummary]:
    """Return shops by their owner's id in one query; who has none is absent."""
    rows = Shop.objects.filter(owner_id__in=set(owner_ids))
    return {row.owner_id: shop_summary(row) for row in rows}


def selling_currency(owner_id: UUID) -> str:
    """Return what somebody's next listings are priced in: of no shop, the market's own."""
    shop = find_shop_of(owner_id)
    return shop.currency if shop is not None else settings().currency


def list_addresses(*, actor: Actor) -> tuple[AddressView, ...]:
    """Return the acting person's addresses: the default one, then the newest first."""
    rows = Address.objects.filter(user_id=actor.require_user()).order_by("-is_default", "-id")
    return tuple(address_view(row) for row in rows)


def access_address(*, actor: Actor, address_id: UUID) -> AddressView:
    """Return an address of the acting person.

    Raises:
        AddressNotFound: there is no such address, or it is somebody else's.
    """
    row = Address.objects.filter(pk=address_id, user_id=actor.require_user()).first()
    if row is None:
        raise AddressNotFound
    return address_view(row)


def list_personal_keys(*, actor: Actor) -> tuple[KeyView, ...]:
    """Return the acting person's keys that still work, newest first."""
    rows = PersonalKey.objects.filter(user_id=actor.require_user(), revoked_at__isnull=True)
    return tuple(key_view(row) for row in rows.order_by("-id"))


def user_view(row: User) -> UserView:
    """Turn a row into the data that leaves this package."""
    return UserView(
        id=row.id,
        email=row.email,
        display_name=row.display_name,
        is_staff=row.is_staff,
        is_active=row.is_active,
        created_at=row.created_at,
        language=row.language,
        currency=row.currency,
    )


def shop_summary(row: Shop) -> ShopSummary:
    """Turn a row into the data that leaves this package."""
    return ShopSummary(
        id=row.id,
        owner_id=row.owner_id,
        handle=row.handle,
        name=row.name,
        bio=row.bio,
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        ships_within_days=row.ships_within_days,
        on_vacation=row.on_vacation,
        created_at=row.created_at,
        vacation_until=row.vacation_until,
        bundle_tiers=tiers_of(row.bundle_percents),
        delivery_methods=_delivery_methods(row),
        pickup_place=row.pickup_place,
        currency=row.currency or settings().currency,
    )


def _delivery_methods(row: Shop) -> tuple[DeliveryMethod, ...]:
    offered: tuple[tuple[DeliveryMethod, bool], ...] = (
        ("tracked", row.sends_tracked),
        ("untracked", row.sends_untracked),
        ("pickup", row.offers_pickup),
    )
    return tuple(method for method, is_offered in offered if is_offered)


def address_view(row: Address) -> AddressView:
    """Turn a row into the data that leaves this package."""
    return AddressView(
        id=row.id,
        name=row.name,
        line1=row.line1,
        line2=row.line2,
        city=row.city,
        postcode=row.postcode,
        country=row.country,
        is_default=row.is_default,
    )


def key_view(row: PersonalKey) -> KeyView:
    """Turn a row into the data that leaves this package."""
    return KeyView(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def shop_records_by_ids(shop_ids: Iterable[UUID]) -> dict[UUID, ShopRecordView]:
    """Return how long these shops take to answer and to send; all unknown where nothing is."""
    found = dict.fromkeys(shop_ids, ShopRecordView())
    rows = fetch(ShopRecord, "WHERE shop_id = ANY(%s)", [list(found)])
    found.update({row.shop_id: _record_view(row) for row in rows})
    return found


def _record_view(row: ShopRecord) -> ShopRecordView:
    return ShopRecordView(rules.known_median(row.answers_s), rules.known_median(row.dispatches_s))
