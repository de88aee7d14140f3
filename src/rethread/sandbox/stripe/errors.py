"""Errors in Stripe's shape: type, code, message, param and an HTTP status.

Builders for those that several endpoints share. They carry no internal detail.
"""

from typing import Any


class ApiError(Exception):
    """Refuse a request. `stored` says whether the Idempotency-Key remembers this answer.

    Stripe keeps the result of whatever began to execute, failures included, and keeps nothing for a
    request that
    failed validation or met another in flight.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        stored: bool = True,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.stored = stored
        self.extra = extra or {}

    def body(self) -> dict[str, Any]:
        """Return the error object as it goes over the wire."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        return {"error": {**error, **self.extra}}


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """Say that a parameter is wrong; found before anything began, so no key remembers it."""
    return ApiError(message, code=code, param=param, stored=False)


def missing_resource(noun: str, object_id: str, param: str = "id", status: int = 404) -> ApiError:
    """Say that there is no such object: 404 when the path names it, 400 when a parameter does."""
    return ApiError(
        f"No such {noun}: '{object_id}'",
        status=status,
        code="resource_missing",
        param=param,
    )


def balance_insufficient(message: str) -> ApiError:
    """Say that the account does not have the money."""
    return ApiError(message, code="balance_insufficient")
