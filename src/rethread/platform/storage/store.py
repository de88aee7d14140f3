"""Which store this process uses. The local folder is the default; `config` may install another."""

from __future__ import annotations

from typing import BinaryIO

from rethread.platform.kernel import settings

from .errors import ObjectNotFound
from .folder import FolderStore
from .port import ObjectStore

_installed: ObjectStore | None = None


def install_photo_store(store: ObjectStore | None) -> None:
    """Use another store in this process; None goes back to the folder under the home."""
    global _installed
    _installed = store


def photo_store() -> ObjectStore:
    """Return the store of this market's photos."""
    return _installed if _installed is not None else FolderStore(settings().home / "photos")


def open_object(key: str) -> tuple[BinaryIO, int]:
    """Open an object for serving and return (file, size in bytes).

    Raises:
        BadKey: the key is malformed, for example one that tries to climb out of the folder.
        ObjectNotFound: nothing is stored under the key.
    """
    import io

    store = photo_store()
    if not isinstance(store, FolderStore):
        data = store.get(key)
        return io.BytesIO(data), len(data)
    path = store.path_of(key)
    try:
        return path.open("rb"), path.stat().st_size
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ObjectNotFound(key) from error
