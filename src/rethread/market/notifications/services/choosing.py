"""What people choose: which kinds reach them how, and when not. Money and safety always show."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core import signing
from django.db import transaction

from rethread.platform.kernel import Actor, business_now

from ..errors import AlwaysTold, BrokenLink, InvalidHours, UnknownKind
from ..models import QuietHours, Refusal
from ..rules.kinds import BY_NAME
from ..types import Channel, Unsubscribed

_SALT: Final = "rethread.notifications.unsubscribe"


def set_wish(*, actor: Actor, kind: str, channel: Channel, wanted: bool) -> bool:
    """Switch a kind on or off on a channel and return whether that changed anything.

    Raises:
        UnknownKind: there is no such kind, or that channel never carries it.
        AlwaysTold: it is about money or safety, and the channel is the activity page.
    """
    person_id = actor.require_user()
    what = BY_NAME.get(kind)
    if what is None or not what.carries(channel):
        raise UnknownKind
    if not wanted and not what.may_refuse(channel):
        raise AlwaysTold
    with transaction.atomic():
        if wanted:
            rows = Refusal.objects.filter(person_id=person_id, kind=kind, channel=channel)
            return rows.delete()[0] > 0
        _, made = Refusal.objects.get_or_create(
            person_id=person_id, kind=kind, channel=channel, defaults={"since": business_now()}
        )
        return made


def set_quiet_hours(*, actor: Actor, start: int, end: int) -> None:
    """Say from which hour to which other no letters should come; both the same is never.

    Raises:
        InvalidHours: there is no such hour.
    """
    person_id = actor.require_user()
    if not (0 <= start <= 23 and 0 <= end <= 23):
        raise InvalidHours
    QuietHours.objects.update_or_create(person_id=person_id, defaults={"start": start, "end": end})


def unsubscribe_token(*, person_id: UUID, kind: str) -> str:
    """Return what a letter's link carries: what it stops, signed; it opens nothing else."""
    return signing.dumps([str(person_id), kind], salt=_SALT, compress=False)


def what_link_stops(token: str) -> Unsubscribed:
    """Return what a link would switch off.

    Raises:
        BrokenLink: it is none of ours.
    """
    try:
        person, kind = signing.loads(token, salt=_SALT)
        found = Unsubscribed(UUID(person), str(kind))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BrokenLink from error
    if found.kind not in BY_NAME:
        raise BrokenLink
    return found


def unsubscribe(*, token: str) -> Unsubscribed:
    """Stop letters of a kind for whom the link was written; stopping them again is no error.

    Whoever holds the letter may do it, signed in or not: it can only mean less mail.

    Raises:
        BrokenLink: it is none of ours.
    """
    stops = what_link_stops(token)
    set_wish(actor=Actor.user(stops.person_id), kind=stops.kind, channel="email", wanted=False)
    return stops
