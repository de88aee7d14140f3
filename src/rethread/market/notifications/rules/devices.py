"""How a browser names itself to those who want to reach it (Push API, RFC 8030, RFC 8291).

Pure. An address is accepted only of a push service that the market knows: the server will call
it, and must not be led to call anything else.
"""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

ENDPOINT_MAX = 1000
AUTH_BYTES = 16


def is_known_service(endpoint: str, hosts: str) -> bool:
    """Tell whether an address is one of a push service in `hosts`, separated by commas.

    A host counts with its subdomains, over https on its usual port. An entry that is a whole
    origin (`http://127.0.0.1:9000`) counts as exactly that, for a service of one's own.
    """
    if not endpoint.isascii() or len(endpoint) > ENDPOINT_MAX:
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    known = [entry.strip().lower() for entry in hosts.split(",") if entry.strip()]
    if f"{parts.scheme}://{parts.netloc}".lower() in known:
        return True
    if parts.scheme != "https" or port not in {None, 443} or "@" in parts.netloc:
        return False
    return any(host == entry or host.endswith(f".{entry}") for entry in known)


def are_keys(p256dh: str, auth: str) -> bool:
    """Tell whether these are a point of P-256 and sixteen bytes, in base64url."""
    try:
        point, secret = decoded(p256dh), decoded(auth)
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except (ValueError, binascii.Error):
        return False
    return len(secret) == AUTH_BYTES


def decoded(text: str) -> bytes:
    """Return the bytes of base64url with or without its padding.

    Raises:
        ValueError: it is something else.
    """
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
