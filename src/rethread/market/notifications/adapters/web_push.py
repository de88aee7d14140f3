"""Hands pushes to the service of a browser: encrypted so that only the browser can read them
(RFC 8291), signed so that the service knows who sends them (VAPID, RFC 8292)."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]  # none shipped
import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from rethread.platform.kernel import settings
from rethread.platform.vault.vapid import market_key

from ..ports import MailFailed
from ..rules.devices import decoded
from ..types import Device, PushText

TIMEOUT_S: Final = 5.0
KEPT_S: Final = 86_400  # how long a service keeps it for a browser that is off
BODY_CHARS_MAX: Final = 240  # with everything around it far below the 4,096 bytes of a message
GONE: Final = frozenset({404, 410})
REFUSED_FOR_GOOD: Final = frozenset({400, 401, 403, 413})


class WebPush:
    """`Pusher` to the push services that browsers name."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        """Take how requests travel; without one, over the network. Redirects are not followed."""
        self._client = httpx.Client(transport=transport, timeout=TIMEOUT_S, follow_redirects=False)

    def send(self, device: Device, text: PushText) -> None:
        """Hand a push over.

        Raises:
            MailFailed: the service did not take it; for good where the browser is gone, or where
                trying again would be refused again.
        """
        try:
            answer = self._client.post(
                device.endpoint, content=_encrypted(device, text), headers=_headers(device, text)
            )
        except httpx.HTTPError as error:
            raise MailFailed(f"push service: {type(error).__name__}") from error
        if answer.status_code in GONE:
            raise MailFailed("the browser is gone", for_good=True)
        if not answer.is_success:
            for_good = answer.status_code in REFUSED_FOR_GOOD
            raise MailFailed(f"push service: {answer.status_code}", for_good=for_good)


def _headers(device: Device, text: PushText) -> dict[str, str]:
    parts = urlsplit(device.endpoint)
    own = settings().base_url
    contact = own if own.startswith("https://") else f"mailto:{settings().email_from}"
    signed = market_key().sign({"aud": f"{parts.scheme}://{parts.netloc}", "sub": contact})
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_S),
        "Topic": text.tag,  # a later attempt replaces what still waits there
        "Urgency": "normal",
    }


def _encrypted(device: Device, text: PushText) -> bytes:
    said = {
        "title": text.title,
        "body": text.body[:BODY_CHARS_MAX],
        "path": text.path,
        "tag": text.tag,
    }
    encrypted: bytes = http_ece.encrypt(
        json.dumps(said, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decoded(device.p256dh),
        auth_secret=decoded(device.auth),
        version="aes128gcm",
    )
    return encrypted
