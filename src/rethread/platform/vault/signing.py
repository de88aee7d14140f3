"""The market's signing key: made once, kept with the market's other secrets, never handed out.

What is signed here can be checked by anybody with the public half; the private half is in a file
of the home (mode 600) or in a setting, and leaves neither.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from rethread.platform.kernel import Invalid, settings

from .kept import kept_secret

KEY_FILE = "signing_key"
KEY_BYTES = 32
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a market's key. `key_id` is its JWK thumbprint (RFC 7638)."""

    value: str  # 32 bytes, base64url without padding, the `x` of a JWK (RFC 8037)

    @property
    def key_id(self) -> str:
        """Return the thumbprint that names this key wherever something is signed with it."""
        canonical = json.dumps(
            {"crv": "Ed25519", "kty": "OKP", "x": self.value}, separators=(",", ":")
        )
        return to_text(hashlib.sha256(canonical.encode()).digest())

    def as_jwk(self) -> dict[str, str]:
        """Return the key as a JSON Web Key (RFC 8037)."""
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": self.value,
            "kid": self.key_id,
            "use": "sig",
            "alg": "EdDSA",
        }

    def verifies(self, data: bytes, signature: str) -> bool:
        """Tell whether a signature is of these bytes by this key; a malformed one is not."""
        try:
            Ed25519PublicKey.from_public_bytes(to_bytes(self.value, KEY_BYTES)).verify(
                to_bytes(signature, SIGNATURE_BYTES), data
            )
        except (InvalidSignature, Invalid):
            return False
        return True


def public_key() -> PublicKey:
    """Return the public half of this market's key."""
    return PublicKey(to_text(_private_key().public_key().public_bytes_raw()))


def sign(data: bytes) -> str:
    """Return this market's Ed25519 signature (RFC 8032) of some bytes, as base64url text."""
    return to_text(_private_key().sign(data))


def read_public_key(value: str) -> PublicKey:
    """Return the key that somebody published.

    Raises:
        Invalid: `vault.bad_key`, it is no Ed25519 public key.
    """
    to_bytes(value, KEY_BYTES)
    return PublicKey(value)


def to_text(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def to_bytes(text: str, count: int) -> bytes:
    """Read exactly `count` bytes from base64url in its one canonical form.

    Raises:
        Invalid: `vault.bad_key`, it is something else.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise _bad() from error
    if len(data) != count or to_text(data) != text:
        raise _bad()
    return data


def _bad() -> Invalid:
    return Invalid("vault.bad_key", "This is not a key or signature of the kind Ed25519.")


def _private_key() -> Ed25519PrivateKey:
    text = settings().signing_key or kept_secret(settings().home / KEY_FILE, _new_key)
    return Ed25519PrivateKey.from_private_bytes(to_bytes(text.strip(), KEY_BYTES))


def _new_key() -> str:
    return to_text(Ed25519PrivateKey.generate().private_bytes_raw())
