"""Tickets: who may hear what is new for whom. Short-lived and signed, because the cookie of the
site goes neither to another port nor to another origin."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core import signing

AGE_MAX_S: Final = 60
_SALT: Final = "rethread.live.ticket"


class BadTicket(Exception):
    """The ticket is none of ours, or too old."""


def make_ticket(person_id: UUID, *, key: str) -> str:
    """Return a ticket with which a page of this person may connect within a minute."""
    return _signer(key).sign(person_id.hex)


def read_ticket(ticket: str, *, key: str) -> UUID:
    """Return whose ticket it is.

    Raises:
        BadTicket: it was not signed by us, or more than a minute ago.
    """
    try:
        return UUID(_signer(key).unsign(ticket, max_age=AGE_MAX_S))
    except (signing.BadSignature, ValueError) as error:
        raise BadTicket from error


def _signer(key: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(key=key, salt=_SALT, fallback_keys=[])
