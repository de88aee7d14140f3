"""Accept photos. A refused or unstorable photo leaves neither row nor file behind."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import IntegrityError, transaction

from rethread.platform.kernel import Actor, new_id, settings
from rethread.platform.kernel.errors import DomainError
from rethread.platform.storage import photo_store

from . import rules
from .models import Photo
from .selectors import photo_view
from .types import PhotoView


def accept_photo(*, actor: Actor, data: bytes, filename: str = "") -> PhotoView:
    """Take a photo of the acting person, render its widths, and return it.

    The same bytes from the same person are the same photo, so an upload may be repeated. The file
    name decides nothing. Files are written before the row: a crash between leaves files that
    nothing refers to, never a row without its files.

    Raises:
        PhotoRefused: the file is no photo we can take; the code says why.
        StorageFailed: it could not be stored.
    """
    owner_id = actor.require_user()
    mark = hashlib.sha256(data).hexdigest()
    existing = Photo.objects.filter(owner_id=owner_id, content_sha256=mark).first()
    if existing is not None:
        return photo_view(existing)
    limits = rules.Limits(settings().photo_bytes_max, settings().photo_pixels_max)
    upright = rules.decode(data, limits)
    photo = _row(owner_id, mark, upright)
    keys = _store(photo, upright)
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        _forget(keys)  # the same upload, sent twice at once, was quicker
        return photo_view(Photo.objects.get(owner_id=owner_id, content_sha256=mark))
    return photo_view(photo)


def _row(owner_id: UUID, mark: str, upright: rules.UprightPhoto) -> Photo:
    image = upright.image
    return Photo(
        id=new_id(),
        owner_id=owner_id,
        status="ready",
        pipeline_version=rules.PIPELINE_VERSION,
        content_sha256=mark,
        width=upright.width,
        height=upright.height,
        widths=list(rules.widths_for(image.width)),
        master_width=image.width,
        dominant_colour=rules.dominant_colour(image),
        phash=rules.perceptual_hash(image),
        dhash=rules.difference_hash(image),
    )


def _store(photo: Photo, upright: rules.UprightPhoto) -> list[str]:
    store = photo_store()
    keys: list[str] = []
    folder = f"{photo.id}/{photo.pipeline_version}"
    try:
        keys.append(f"{folder}/{photo.master_width}.jpg")
        store.put(keys[-1], rules.encode_master(upright.image))
        for rendering in rules.render(upright.image, tuple(photo.widths)):
            keys.append(f"{folder}/{rendering.width}.{rendering.fmt}")
            store.put(keys[-1], rendering.data)
    except DomainError:
        _forget(keys)
        raise
    return keys


def _forget(keys: list[str]) -> None:
    store = photo_store()
    for key in keys:
        store.delete(key)
