"""The shapes of a person's addresses in the API."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.accounts.types import AddressView

Line = Annotated[str, msgspec.Meta(max_length=120)]


class AddressBody(msgspec.Struct, frozen=True):
    """An address of yours; the default one is used where nothing else is said."""

    id: UUID
    name: str
    line1: str
    line2: str
    city: str
    postcode: str
    country: str
    is_default: bool


class AddressList(msgspec.Struct, frozen=True):
    """Your addresses: the default one, then the newest first."""

    data: list[AddressBody]


class NewAddress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address to keep, or what one is changed to; orders keep the one they were made with."""

    name: Line
    line1: Line
    city: Line
    postcode: Line
    country: Annotated[str, msgspec.Meta(min_length=2, max_length=2)]
    line2: Line = ""


class NoMore(msgspec.Struct, frozen=True):
    """It is gone."""

    id: UUID


ADDRESS_TYPES = (AddressBody, AddressList, NewAddress, NoMore)


def address_body(one: AddressView) -> AddressBody:
    """Turn an address into its JSON shape."""
    return AddressBody(
        id=one.id,
        name=one.name,
        line1=one.line1,
        line2=one.line2,
        city=one.city,
        postcode=one.postcode,
        country=one.country,
        is_default=one.is_default,
    )
