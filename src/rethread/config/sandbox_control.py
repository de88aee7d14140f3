"""Speaks to the control addresses of the local sandbox, for a demo's levers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, settings

TIMEOUT_S = 10.0


def control(method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Ask the sandbox for something and return its answer.

    Raises:
        Conflict: it does not answer, or it refuses and says why.
    """
    try:
        answer = httpx.request(
            method,
            settings().sandbox_url + path,
            json=body,
            timeout=TIMEOUT_S,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        message = _("The sandbox does not answer; it starts when the demo has been filled.")
        raise Conflict("demo.sandbox_down", message) from error
    told: dict[str, Any] = answer.json()
    if answer.status_code != httpx.codes.OK:
        message = told.get("error", {}).get("message", "The sandbox refused.")
        raise Conflict("demo.sandbox_refused", message)
    return told
