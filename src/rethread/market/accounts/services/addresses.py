"""Keep people's addresses. An order copies the one it uses, so changing one changes no order."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor

from .. import rules
from ..errors import AddressNotFound, InvalidAccount
from ..models import Address
from ..selectors import address_view
from ..types import AddressInput, AddressView

ADDRESSES_MAX = 20


def save_address(
    *,
    actor: Actor,
    name: str,
    line1: str,
    city: str,
    postcode: str,
    country: str,
    line2: str = "",
    address_id: UUID | None = None,
) -> AddressView:
    """Store an address of the acting person, or change the one with `address_id`.

    Raises:
        InvalidAccount: `accounts.invalid_address`, with the fields that are wrong, or
            `accounts.too_many_addresses`.
        AddressNotFound: there is no such address, or it is somebody else's.
    """
    user_id = actor.require_user()
    typed = AddressInput(
        name=name, line1=line1, line2=line2, city=city, postcode=postcode, country=country
    )
    cleaned, problems = rules.clean_address(typed)
    if problems:
        raise InvalidAccount("accounts.invalid_address", " ".join(problems.values()), problems)
    with transaction.atomic():
        if address_id is None:
            if Address.objects.filter(user_id=user_id).count() >= ADDRESSES_MAX:
                message = _("Keep at most %(count)d addresses.") % {"count": ADDRESSES_MAX}
                raise InvalidAccount("accounts.too_many_addresses", message)
            row = Address.objects.create(user_id=user_id, **asdict(cleaned))
        else:
            row = _own_address(user_id, address_id)
            for field, value in asdict(cleaned).items():
                setattr(row, field, value)
            row.save()
    return address_view(row)


def choose_default_address(*, actor: Actor, address_id: UUID) -> AddressView:
    """Choose the address that is used where nothing else is said; doing it twice changes nothing.

    Raises:
        AddressNotFound: there is no such address, or it is somebody else's.
    """
    user_id = actor.require_user()
    with transaction.atomic():
        # All of them are held, in one order: two choices at once leave one default, not an error.
        rows = Address.objects.select_for_update().filter(user_id=user_id).order_by("id")
        row = next((each for each in rows if each.id == address_id), None)
        if row is None:
            raise AddressNotFound
        if not row.is_default:
            Address.objects.filter(user_id=user_id, is_default=True).update(is_default=False)
            row.is_default = True
            row.save(update_fields=["is_default"])
    return address_view(row)


def delete_address(*, actor: Actor, address_id: UUID) -> None:
    """Forget an address of the acting person.

    Raises:
        AddressNotFound: there is no such address, or it is somebody else's.
    """
    with transaction.atomic():
        _own_address(actor.require_user(), address_id).delete()


def _own_address(user_id: UUID, address_id: UUID) -> Address:
    row = Address.objects.select_for_update().filter(pk=address_id, user_id=user_id).first()
    if row is None:
        raise AddressNotFound
    return row
