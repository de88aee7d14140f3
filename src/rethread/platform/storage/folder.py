"""Object storage in a local folder: atomic, durable writes and sharded paths. It never follows a
key out of its folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .errors import BadKey, ObjectNotFound, StorageFailed

COPY_BYTES = 1_048_576
KEY = re.compile(r"[0-9a-f-]{36}/[a-z0-9]{1,16}/[a-z0-9]{1,16}\.[a-z0-9]{2,5}")
MESSAGES = {
    errno.ENOSPC: ("storage.full", "There is no space left to store this."),
    errno.EDQUOT: ("storage.full", "There is no space left to store this."),
    errno.EROFS: ("storage.read_only", "The folder of photos and archives cannot be written to."),
    errno.EACCES: ("storage.read_only", "The folder of photos and archives cannot be written to."),
    errno.EPERM: ("storage.read_only", "The folder of photos and archives cannot be written to."),
}


class FolderStore:
    """Objects as files under `root`, spread over 65,536 folders by a hash of the photo's id.

    The hash is needed because the first bytes of a UUIDv7 are its time: photos of one day would
    all share a folder.
    """

    def __init__(self, root: Path, *, url_prefix: str = "/media/") -> None:
        self._root = root
        self._url_prefix = url_prefix

    def path_of(self, key: str) -> Path:
        """Return where an object lives, refusing every key that is not exactly of our form.

        Raises:
            BadKey: the key is malformed; what could climb out of the folder is malformed.
        """
        if KEY.fullmatch(key) is None:
            raise BadKey(key)
        mark = hashlib.sha256(key.split("/", 1)[0].encode()).hexdigest()
        return self._root / mark[:2] / mark[2:4] / key

    def put(self, key: str, data: bytes) -> None:
        """Store an object: temporary file, fsync, rename, fsync of the folder.

        Raises:
            BadKey: the key is malformed.
            StorageFailed: the folder is full, read-only or broken; nothing was changed.
        """
        self._store(key, lambda file: file.write(data))

    def put_file(self, key: str, source: Path) -> None:
        """Store a finished file the same way, copied in parts.

        Raises:
            BadKey: the key is malformed.
            StorageFailed: the folder is full, read-only or broken; nothing was changed.
        """

        def copy(file: BinaryIO) -> None:
            with source.open("rb") as original:
                shutil.copyfileobj(original, file, COPY_BYTES)

        self._store(key, copy)

    def _store(self, key: str, write: Callable[[BinaryIO], object]) -> None:
        path = self.path_of(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_atomically(path, write)
        except OSError as error:
            code, message = MESSAGES.get(
                error.errno or 0, ("storage.failed", "This could not be stored.")
            )
            raise StorageFailed(code, message) from error

    def get(self, key: str) -> bytes:
        """Return an object.

        Raises:
            BadKey: the key is malformed.
            ObjectNotFound: nothing is stored under the key.
        """
        try:
            return self.path_of(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ObjectNotFound(key) from error

    def open(self, key: str) -> BinaryIO:
        """Open an object to be read in parts.

        Raises:
            BadKey: the key is malformed.
            ObjectNotFound: nothing is stored under the key.
        """
        try:
            return self.path_of(key).open("rb")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ObjectNotFound(key) from error

    def exists(self, key: str) -> bool:
        """Tell whether an object is stored under the key."""
        return self.path_of(key).is_file()

    def delete(self, key: str) -> None:
        """Remove an object; removing what is not there is no error."""
        self.path_of(key).unlink(missing_ok=True)

    def url(self, key: str) -> str:
        """Return the address at which browsers fetch the object."""
        return self._url_prefix + key


def _write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
