"""Webhooks as bytes: the signature, its age in both directions, and the mode they are from."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import stripe

from ..errors import ProviderRefused
from ..ports import ProviderEvent
from .stripe_objects import event_of, plain

TOLERANCE_S = 300  # how old a signature may be
FUTURE_S = 60  # how far another clock may run ahead of ours


def read(raw: bytes, signature: str, secrets: Sequence[str], *, live: bool) -> ProviderEvent:
    """Verify one webhook against any of the secrets and read it.

    The SDK bounds a signature's age but lets one from the future pass; a stolen secret could then
    sign for all time, so the future is bounded here.

    Raises:
        ProviderRefused: forged, stale, from the future, malformed or of another mode.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise ProviderRefused("malformed", "The body is not UTF-8.") from error
    if not any(_signed_by(text, signature, secret) for secret in secrets):
        raise ProviderRefused("bad_signature", "The signature is wrong or too old.")
    if _timestamp(signature) > time.time() + FUTURE_S:
        raise ProviderRefused("future_signature", "The signature is from the future.")
    try:
        body = json.loads(text)
        event = event_of(body, text)
        mode = body["livemode"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderRefused("malformed", "The body is not an event.") from error
    if mode is not live:
        raise ProviderRefused("wrong_mode", "The event is from another mode.")
    return event


def _signed_by(text: str, signature: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE_S)
    except (stripe.SignatureVerificationError, ValueError):
        return False
    return True


def _timestamp(signature: str) -> int:
    for part in signature.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "t" and value.strip().isdigit():
            return int(value)
    raise ProviderRefused("malformed", "The signature has no timestamp.")


def text_of(event: Any) -> str:
    """Write an event from the feed down as it came."""
    return json.dumps(plain(event), separators=(",", ":"))
