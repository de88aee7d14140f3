"""Object storage for photos: a port and a local folder behind it. It knows bytes and keys, not
images or owners."""

from .errors import BadKey, ObjectNotFound, StorageFailed
from .folder import FolderStore
from .port import ObjectStore, PhotoStore
from .store import open_object, photo_store

__all__ = [
    "BadKey",
    "FolderStore",
    "ObjectNotFound",
    "ObjectStore",
    "PhotoStore",
    "StorageFailed",
    "open_object",
    "photo_store",
]
