"""Errors with stable codes. They become problem+json or form errors at the edge only."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A rule of the market said no.

    `code` is stable ("orders.listing_unavailable"), `message` is for people, `fields` maps a
    form field to its message.
    """

    status = 400

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields: dict[str, str] = dict(fields or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Invalid(DomainError):
    """What was sent cannot be accepted; the fields say why."""

    status = 422


class NotFound(DomainError):
    """There is no such thing, or it is not for this actor to know of."""

    status = 404


class PermissionDenied(DomainError):
    """The actor may not do this."""

    status = 403


class Conflict(DomainError):
    """It could be done a moment ago, or by somebody else, but not now."""

    status = 409


class LimitReached(DomainError):
    """It was done too often in a short time; later it may be done again."""

    status = 429


class InvariantViolation(AssertionError):
    """The program is wrong; nothing a person sent could cause this."""


def invariant(condition: object, message: str) -> None:
    """Stop when the program itself is wrong; pair it with a database constraint for money or stock.

    Raises:
        InvariantViolation: the condition does not hold.
    """
    if not condition:
        raise InvariantViolation(message)
