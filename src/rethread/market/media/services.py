"""Accept photos. A refused or unstorable photo leaves neither row nor file behind."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from rethread.platform.kernel import Actor, new_id, settings
from rethread.platform.kernel.errors import DomainError
from rethread.platform.storage import photo_store

from . import rules
from .errors import PhotoNotFound
from .models import Photo, PhotoMark
from .selectors import photo_view
from .types import ExpectedPhoto, PhotoView, Rework


def accept_photo(
    *, actor: Actor, data: bytes, filename: str = "", private: bool = False
) -> PhotoView:
    """Take a photo of the acting person, render its widths, and return it.

    The same bytes from the same person are the same photo, so an upload may be repeated. The file
    name decides nothing. Files are written before the row: a crash between leaves files that
    nothing refers to, never a row without its files. A `private` photo is no address's to give
    out and is compared with no other; the same bytes in public are another photo.

    Raises:
        PhotoRefused: the file is no photo we can take; the code says why.
        StorageFailed: it could not be stored.
    """
    owner_id = actor.require_user()
    mark = hashlib.sha256(b"private:" + data if private else data).hexdigest()
    existing = Photo.objects.filter(owner_id=owner_id, content_sha256=mark).first()
    if existing is not None:
        return photo_view(existing)
    limits = rules.Limits(settings().photo_bytes_max, settings().photo_pixels_max)
    upright = rules.decode(data, limits)
    version = rules.PRIVATE_VERSION if private else rules.PIPELINE_VERSION
    photo = _row(owner_id, mark, upright, version)
    keys = _store(photo, upright)
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
            if not private:
                _mark(photo, upright)
    except IntegrityError:
        _forget(keys)  # the same upload, sent twice at once, was quicker
        return photo_view(Photo.objects.get(owner_id=owner_id, content_sha256=mark))
    return photo_view(photo)


def rework_photo(*, actor: Actor, photo_id: UUID, rework: Rework) -> PhotoView:
    """Make a photo that is another of the acting person's, turned and cut; the other one stays.

    The same rework of the same photo is the same photo. It is made from the master that was kept.

    Raises:
        PhotoNotFound: there is none, or it is somebody else's, or its bytes are still expected.
        PhotoRefused: what is left would be too small.
        StorageFailed: it could not be stored.
    """
    owner_id = actor.require_user()
    source = Photo.objects.filter(pk=photo_id, owner_id=owner_id, status="ready").first()
    if source is None:
        raise PhotoNotFound
    asked = f"{source.content_sha256}:{rework.quarter_turns % 4}:{rework.keep}"
    mark = hashlib.sha256(asked.encode()).hexdigest()
    existing = Photo.objects.filter(owner_id=owner_id, content_sha256=mark).first()
    if existing is not None:
        return photo_view(existing)
    master = photo_store().get(f"{source.id}/{source.pipeline_version}/{source.master_width}.jpg")
    limits = rules.Limits(settings().photo_bytes_max, settings().photo_pixels_max)
    image = rules.reworked(rules.decode(master, limits).image, rework)
    rules.refuse_too_small(*image.size)
    upright = rules.UprightPhoto(image=image, width=image.width, height=image.height)
    photo = _row(owner_id, mark, upright)
    photo.source_id = source.source_id or source.id
    keys = _store(photo, upright)
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
            _mark(photo, upright)
    except IntegrityError:
        _forget(keys)
        return photo_view(Photo.objects.get(owner_id=owner_id, content_sha256=mark))
    return photo_view(photo)


def expect_photos(*, actor: Actor, expected: Sequence[ExpectedPhoto]) -> list[PhotoView]:
    """Make room for photos of the acting person whose bytes will be delivered later, in order.

    A listing may already name them; pages show a photo's colour until it is there. Expecting the
    same `mark` twice is expecting it once.
    """
    owner_id = actor.require_user()
    rows = [_pending(owner_id, photo) for photo in expected]
    Photo.objects.bulk_create(rows, ignore_conflicts=True)
    marks = [row.content_sha256 for row in rows]
    found = Photo.objects.filter(owner_id=owner_id, content_sha256__in=marks)
    by_mark = {row.content_sha256: photo_view(row) for row in found}
    return [by_mark[mark] for mark in marks]


def _pending(owner_id: UUID, expected: ExpectedPhoto) -> Photo:
    return Photo(
        id=new_id(),
        owner_id=owner_id,
        content_sha256=hashlib.sha256(expected.mark.encode()).hexdigest(),
        status="pending",
        pipeline_version=rules.PIPELINE_VERSION,
        width=expected.width,
        height=expected.height,
        widths=list(rules.widths_for(expected.width)),
        master_width=expected.width,
        dominant_colour=expected.dominant_colour,
        phash=0,
        dhash=0,
    )


def deliver_photo(*, actor: Actor, photo_id: UUID, data: bytes) -> PhotoView:
    """Render the bytes of an expected photo; delivering one that is there changes nothing.

    Raises:
        PhotoNotFound: nobody expects it, or somebody else does.
        PhotoRefused: the file is no photo we can take; the code says why.
        StorageFailed: it could not be stored; it stays expected.
    """
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None or not (actor.is_system or photo.owner_id == actor.user_id):
        raise PhotoNotFound
    if photo.status == "ready":
        return photo_view(photo)
    upright = rules.decode(
        data, rules.Limits(settings().photo_bytes_max, settings().photo_pixels_max)
    )
    filled = _row(photo.owner_id, photo.content_sha256, upright)
    filled.id, filled.created_at = photo.id, photo.created_at
    _store(filled, upright)
    with transaction.atomic():
        filled.save(force_update=True)
        _mark(filled, upright)
    return photo_view(filled)


def _row(
    owner_id: UUID,
    mark: str,
    upright: rules.UprightPhoto,
    version: str = rules.PIPELINE_VERSION,
) -> Photo:
    image = upright.image
    return Photo(
        id=new_id(),
        owner_id=owner_id,
        status="ready",
        pipeline_version=version,
        content_sha256=mark,
        width=upright.width,
        height=upright.height,
        widths=list(rules.widths_for(image.width)),
        master_width=image.width,
        dominant_colour=rules.dominant_colour(image),
        phash=rules.perceptual_hash(image),
        dhash=rules.difference_hash(image),
    )


def _mark(photo: Photo, upright: rules.UprightPhoto) -> None:
    PhotoMark.objects.bulk_create(
        (
            PhotoMark(photo=photo, crop=crop, phash=phash, dhash=dhash)
            for crop, (phash, dhash) in rules.marks_of(upright.image).items()
        ),
        ignore_conflicts=True,
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
