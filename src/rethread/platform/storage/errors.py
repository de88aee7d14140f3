"""What can go wrong in object storage, as errors with stable codes."""

from __future__ import annotations

from rethread.platform.kernel import Invalid, NotFound
from rethread.platform.kernel.errors import DomainError


class BadKey(Invalid):
    """The key is not one that this store could have given out (`storage.bad_key`)."""

    def __init__(self, key: str) -> None:
        super().__init__("storage.bad_key", f"{key!r:.80} is not a valid object key.")


class ObjectNotFound(NotFound):
    """Nothing is stored under the key (`storage.not_found`)."""

    def __init__(self, key: str) -> None:
        super().__init__("storage.not_found", f"Nothing is stored under {key}.")


class StorageFailed(DomainError):
    """The store could not keep an object; what was there before is untouched.

    Codes: `storage.full`, `storage.read_only`, `storage.failed`.
    """

    status = 503
