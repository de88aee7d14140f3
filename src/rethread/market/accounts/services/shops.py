"""Open and change shops. A person has one; its handle is its address on the web."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, Invalid, PermissionDenied, business_now, invariant
from rethread.platform.vault.services import pseudonym_for

from .. import events, rules
from ..errors import HandleTaken, InvalidAccount, ShopExists, ShopNotFound
from ..models import Shop, User
from ..selectors import find_shop_of, shop_summary
from ..types import ShopSummary

SHIPS_WITHIN_DAYS = range(1, 6)


def open_shop(*, actor: Actor, handle: str, name: str, bio: str = "") -> ShopSummary:
    """Open the acting person's shop.

    Raises:
        InvalidAccount: `accounts.invalid_shop`, with the fields that are wrong.
        HandleTaken: another shop has the handle.
        ShopExists: the person has a shop.
    """
    owner_id = actor.require_user()
    handle = rules.normalise_handle(handle)
    name = rules.clean_text(name)
    bio = rules.clean_text(bio, lines=True)
    _refuse({"handle": rules.problem_with_handle(handle), **_problems(name=name, bio=bio)})
    with transaction.atomic():
        if Shop.objects.filter(owner_id=owner_id).exists():
            raise ShopExists
        try:
            with transaction.atomic():
                shop = Shop.objects.create(
                    owner_id=owner_id,
                    handle=handle,
                    name=name,
                    bio=bio,
                    created_at=business_now(),
                )
        except IntegrityError as error:
            if Shop.objects.filter(handle=handle).exists():
                raise HandleTaken from error
            raise ShopExists from error
        shop.refresh_from_db()
        events.emit_shop_opened(actor=actor, shop_id=shop.id, seller_key=pseudonym_for(owner_id))
    return shop_summary(shop)


def ensure_shop(*, actor: Actor) -> ShopSummary:
    """Return the acting person's shop, opening one with a free handle if there is none.

    The handle comes from the display name, never from the e-mail address, which is private.
    """
    owner_id = actor.require_user()
    shop = find_shop_of(owner_id)
    if shop is not None:
        return shop
    name = User.objects.values_list("display_name", flat=True).get(pk=owner_id)
    for handle in _free_handles(name or _("My wardrobe"), owner_id):
        try:
            return open_shop(actor=actor, handle=handle, name=name or _("My wardrobe"))
        except HandleTaken:
            continue
        except ShopExists:
            break
    found = find_shop_of(owner_id)
    invariant(found is not None, "a shop that exists is found")
    return found  # type: ignore[return-value]  # the invariant above excludes None


def _free_handles(name: str, owner_id: UUID) -> Iterator[str]:
    """Propose handles made from a name that no other shop has now; another may take one first."""
    stem = rules.handle_from_name(name)
    for count in itertools.count(1):
        invariant(count < 1000, "a free handle is found soon")
        handle = stem if count == 1 else f"{stem}{count if count < 20 else owner_id.hex[-6:]}"
        if not Shop.objects.filter(handle=handle).exclude(owner_id=owner_id).exists():
            yield handle


def name_shop(*, actor: Actor, shop_id: UUID, name: str) -> ShopSummary:
    """Name a shop before anything of it was public; its handle follows the name.

    Afterwards a handle is an address that others have kept: then `update_shop` changes it only
    when it is told to.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.invalid_shop`, with what is wrong with the name.
    """
    _refuse(_problems(name=rules.clean_text(name)))
    for handle in _free_handles(name, actor.require_user()):
        try:
            return update_shop(actor=actor, shop_id=shop_id, name=name, handle=handle)
        except HandleTaken:
            continue
    raise ShopNotFound


def update_shop(
    *,
    actor: Actor,
    shop_id: UUID,
    handle: str | None = None,
    name: str | None = None,
    bio: str | None = None,
    ships_within_days: int | None = None,
) -> ShopSummary:
    """Change what is given and leave the rest; only the owner may.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.invalid_shop`, with the fields that are wrong.
        HandleTaken: another shop has the handle.
    """
    changes: dict[str, Any] = {}
    if handle is not None:
        changes["handle"] = rules.normalise_handle(handle)
        _refuse({"handle": rules.problem_with_handle(changes["handle"])})
    if name is not None:
        changes["name"] = rules.clean_text(name)
    if bio is not None:
        changes["bio"] = rules.clean_text(bio, lines=True)
    if ships_within_days is not None:
        changes["ships_within_days"] = ships_within_days
    _refuse(_problems(**{key: value for key, value in changes.items() if key != "handle"}))
    with transaction.atomic():
        shop = _own_shop(actor, shop_id)
        for field, value in changes.items():
            setattr(shop, field, value)
        try:
            with transaction.atomic():
                shop.save(update_fields=list(changes) or ["name"])
        except IntegrityError as error:
            raise HandleTaken from error
    return shop_summary(shop)


def record_shop_rating(*, actor: Actor, shop_id: UUID, rating_sum: int, rating_count: int) -> None:
    """Write down a shop's rating as counted by reviews, where search and cards read it.

    Raises:
        PermissionDenied: a person, not a process, asks.
        Invalid: the sum is not one that `rating_count` ratings of 1 to 5 can make.
        ShopNotFound: there is no such shop.
    """
    if not actor.is_system:
        raise PermissionDenied("accounts.not_yours", "Ratings come from reviews alone.")
    if rating_count < 0 or not rating_count <= rating_sum <= 5 * rating_count:
        raise Invalid("accounts.invalid_rating", "Ratings are 1 to 5 stars each.")
    changed = Shop.objects.filter(pk=shop_id).update(
        rating_sum=rating_sum, rating_count=rating_count
    )
    if changed == 0:
        raise ShopNotFound


def _own_shop(actor: Actor, shop_id: UUID) -> Shop:
    shop = (
        Shop.objects.select_for_update().filter(pk=shop_id, owner_id=actor.require_user()).first()
    )
    if shop is None:
        raise ShopNotFound
    return shop


def _problems(
    *, name: str | None = None, bio: str | None = None, ships_within_days: int | None = None
) -> dict[str, str | None]:
    problems: dict[str, str | None] = {}
    if name is not None:
        problems["name"] = rules.problem_with_name(name)
    if bio is not None and len(bio) > rules.BIO_CHARS_MAX:
        problems["bio"] = _("Use at most %(count)d characters.") % {"count": rules.BIO_CHARS_MAX}
    if ships_within_days is not None and ships_within_days not in SHIPS_WITHIN_DAYS:
        problems["ships_within_days"] = _("Choose between 1 and 5 days.")
    return problems


def _refuse(problems: dict[str, str | None]) -> None:
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise InvalidAccount("accounts.invalid_shop", " ".join(found.values()), found)
