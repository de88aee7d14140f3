"""Browsers that a person wants to be told in: given by the browser itself, taken back by anybody
who holds the account, and gone with the session they were given in."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now, settings
from rethread.platform.kernel.fetching import change

from ..errors import InvalidDevice
from ..models import PushDevice
from ..rules.devices import are_keys, is_known_service

DEVICES_MAX: Final = 10
NAME_MAX: Final = 60
_FORGET_OLDEST: Final = """
DELETE FROM notifications_pushdevice WHERE id IN (
    SELECT id FROM notifications_pushdevice WHERE person_id = %s
    ORDER BY made_at DESC, id DESC OFFSET %s
)
"""


def add_device(
    *, actor: Actor, endpoint: str, p256dh: str, auth: str, name: str, session_key: str
) -> UUID:
    """Tell the actor in this browser from now on; return its id.

    A browser given again is the same device, and belongs to whoever gave it last. A person has
    at most ten; the oldest goes.

    Raises:
        InvalidDevice: its address is of no push service that the market knows, or its keys are
            none.
    """
    person_id = actor.require_user()
    if not (is_known_service(endpoint, settings().push_hosts) and are_keys(p256dh, auth)):
        raise InvalidDevice
    with transaction.atomic():
        device, _ = PushDevice.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "person_id": person_id,
                "p256dh": p256dh.rstrip("="),
                "auth": auth.rstrip("="),
                "name": " ".join(name.split())[:NAME_MAX],
                "session_hash": _hashed(session_key),
                "made_at": business_now(),
            },
        )
        change(_FORGET_OLDEST, [person_id, DEVICES_MAX])
    return device.id


def remove_device(*, actor: Actor, device_id: UUID) -> bool:
    """Tell the actor there no more; return whether it was a device of theirs."""
    rows = PushDevice.objects.filter(pk=device_id, person_id=actor.require_user())
    return rows.delete()[0] > 0


def forget_devices_of_session(session_key: str) -> int:
    """Forget the browser that a session was in, as the session ends; return how many there were."""
    return PushDevice.objects.filter(session_hash=_hashed(session_key)).delete()[0]


def _hashed(session_key: str) -> str:
    return hashlib.sha256(f"rethread.push.{session_key}".encode()).hexdigest()
