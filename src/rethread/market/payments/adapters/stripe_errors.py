"""Say what the SDK's exceptions mean to us: no, later, unclear, or broken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from ..errors import ProviderBroken, ProviderBusy, ProviderError, ProviderRefused, ProviderUnclear

SERVER_ERROR, TOO_MANY, UNAUTHORISED, CONFLICT = 500, 429, 401, 409


@contextmanager
def in_our_words() -> Iterator[None]:
    """Translate whatever the SDK raises inside.

    Raises:
        ProviderError: one of its children.
    """
    try:
        yield
    except stripe.StripeError as error:
        raise translated(error) from error


def translated(error: stripe.StripeError) -> ProviderError:
    """Return what an error of the SDK means.

    A dropped or timed-out connection proves nothing, so it is unclear even when it looks like the
    request never left. A 409 is another request with the same key still being answered.
    """
    status = error.http_status or 0
    code = error.code or type(error).__name__
    message = (error.user_message or str(error))[:300]
    if isinstance(error, stripe.APIConnectionError):
        return ProviderUnclear(message)
    if status in (TOO_MANY, UNAUTHORISED, CONFLICT):
        return ProviderBusy(f"{status} {code}: {message}")
    if status >= SERVER_ERROR or status == 0:
        return ProviderBroken(f"{status} {code}: {message}")
    return ProviderRefused(code, message)
