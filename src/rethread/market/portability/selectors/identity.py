"""How this market names itself and its key to other markets."""

from __future__ import annotations

from typing import Any

from rethread.platform.kernel import settings
from rethread.platform.vault.signing import public_key

from ..rules.format import FORMAT, VERSION

WELL_KNOWN = "/.well-known/rethread-market.json"


def market_document() -> dict[str, Any]:
    """Return what is published at `WELL_KNOWN`: name, address and the key that checks archives.

    The keys are a JSON Web Key Set (RFC 7517), so that any library can read them.
    """
    value = settings()
    return {
        "format": "rethread-market",
        "version": 1,
        "name": value.market_name,
        "url": value.base_url,
        "archives": {"format": FORMAT, "versions": [VERSION]},
        "keys": [public_key().as_jwk()],
    }
