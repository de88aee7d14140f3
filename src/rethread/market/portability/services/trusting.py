"""Which other markets this market knows: those whose keys its staff have confirmed."""

from __future__ import annotations

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, Invalid, PermissionDenied, business_now
from rethread.platform.vault.signing import read_public_key

from ..errors import BadMarket
from ..models import TrustedMarket
from ..types import KnownMarket


class _Key(Struct):
    kty: str
    crv: str
    x: str


class _Published(Struct):
    format: str
    name: str
    url: str
    keys: list[_Key]


def trust_market(*, actor: Actor, published: bytes) -> KnownMarket:
    """Confirm another market's key, as it publishes it; reviews it signed are then said to be its.

    `published` is the document at that market's well-known address. Only staff and processes
    confirm keys: nobody's archive makes its own market known.

    Raises:
        PermissionDenied: neither staff nor a process asks.
        BadMarket: it is no such document.
    """
    if not (actor.is_staff or actor.is_system):
        raise PermissionDenied("portability.staff_only", _("Only staff confirm another market."))
    try:
        found = msgspec.json.decode(published, type=_Published)
        usable = [key for key in found.keys if (key.kty, key.crv) == ("OKP", "Ed25519")]
        key = read_public_key(usable[0].x)
    except (msgspec.MsgspecError, UnicodeDecodeError, IndexError, Invalid) as error:
        raise BadMarket(_("This is not what a market publishes about itself.")) from error
    if found.format != "rethread-market":
        raise BadMarket(_("This is not what a market publishes about itself."))
    with transaction.atomic():
        row, _made = TrustedMarket.objects.update_or_create(
            key_id=key.key_id,
            defaults={
                "public_key": key.value,
                "name": found.name[:80],
                "url": found.url[:200],
                "trusted_at": business_now(),
            },
        )
        record(
            actor=actor,
            action="portability.trust_market",
            object_type="market_key",
            object_id=row.key_id,
        )
    return KnownMarket(row.key_id, row.name, row.url, row.trusted_at)
