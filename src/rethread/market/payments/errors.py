"""How payments refuses, and what the provider may answer. Codes are stable."""

from __future__ import annotations

from rethread.platform.kernel import Conflict, DomainError, Invalid, NotFound


class PaymentNotFound(NotFound):
    """There is no payment, order money, refund or payout of that id."""


class PaymentConflict(Conflict):
    """The money is not where this would need it: already refunded, released, or not yet paid."""


class PaymentInvalid(Invalid):
    """The request does not add up (lines, allocations, currency, amount)."""


class CountryNotServed(Invalid):
    """The market cannot transfer money to sellers of that country."""


class WebhookRefused(DomainError):
    """The signature, its age or its form is wrong; nothing was stored. Status 400."""


class ProviderError(Exception):
    """Something a provider call can end with; adapters raise only its children."""


class ProviderRefused(ProviderError):
    """The provider understood and said no: asking again will not help."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class ProviderBusy(ProviderError):
    """The provider did nothing and asks to come back later (429, key in use, no connection)."""


class ProviderUnclear(ProviderError):
    """Nobody knows whether it happened: a timeout, a dropped connection."""


class ProviderBroken(ProviderError):
    """The provider answered 5xx and will answer it again for the same key; it may have acted."""
