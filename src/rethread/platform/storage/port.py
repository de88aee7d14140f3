"""The port of object storage. Objects are whole and immutable in spirit: a key names one content,
so writing it again is harmless."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol


class ObjectStore(Protocol):
    """Keeps bytes under keys of the form `{photo_id}/{pipeline_version}/{width}.{format}`."""

    def put(self, key: str, data: bytes) -> None:
        """Store an object durably; a reader sees all of it or nothing.

        Raises:
            BadKey: the key is malformed.
            StorageFailed: it could not be stored; an earlier object under the key is untouched.
        """

    def put_file(self, key: str, source: Path) -> None:
        """Store a finished file durably without ever holding it in memory; `source` stays.

        Raises:
            BadKey: the key is malformed.
            StorageFailed: it could not be stored; an earlier object under the key is untouched.
        """

    def open(self, key: str) -> BinaryIO:
        """Open an object to be read in parts, from any place; the caller closes it.

        Raises:
            BadKey: the key is malformed.
            ObjectNotFound: nothing is stored under the key.
        """

    def get(self, key: str) -> bytes:
        """Return an object.

        Raises:
            BadKey: the key is malformed.
            ObjectNotFound: nothing is stored under the key.
        """

    def exists(self, key: str) -> bool:
        """Tell whether an object is stored under the key."""

    def delete(self, key: str) -> None:
        """Remove an object; removing what is not there is no error."""

    def url(self, key: str) -> str:
        """Return the address at which browsers fetch the object."""


PhotoStore = ObjectStore
