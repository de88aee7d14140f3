"""The key by which push services know this market (VAPID, RFC 8292): P-256, made on first use.

Whoever subscribed to one key can be reached with no other, so it is kept for good.
"""

from __future__ import annotations

import base64
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]  # none shipped

from rethread.platform.kernel import settings

from .kept import kept_secret

KEY_FILE: Final = "push_key"


def market_key() -> Vapid02:
    """Return the key, to sign with."""
    text = settings().push_key or kept_secret(settings().home / KEY_FILE, _new_key)
    return Vapid02.from_raw(text.strip().encode())


def push_public_key() -> str:
    """Return what a browser subscribes to: the public half, a point in base64url."""
    point = market_key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def _new_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
