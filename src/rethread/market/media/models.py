"""Photos as rows; their bytes live behind the storage port. Owners are bare ids, because people
live in a package above this one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from rethread.platform.kernel import new_id


class Photo(models.Model):
    """One accepted photograph, upright and without metadata.

    `width` and `height` are those of the upright original; `widths` are the widths that were
    rendered; `source_id` is the photo it was turned or cut from; `phash` and `dhash` are signed
    64-bit views of the perceptual hashes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    status = models.CharField(max_length=10, default="ready")
    pipeline_version = models.CharField(max_length=16)
    content_sha256 = models.CharField(max_length=64)
    source_id = models.UUIDField(null=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = ArrayField(models.PositiveIntegerField())
    master_width = models.PositiveIntegerField()
    dominant_colour = models.CharField(max_length=7)
    phash = models.BigIntegerField()
    dhash = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "content_sha256"], name="photo_once"),
            models.CheckConstraint(name="photo_has_area", condition=Q(width__gt=0, height__gt=0)),
            models.CheckConstraint(
                name="photo_status_known", condition=Q(status__in=["pending", "ready"])
            ),
        ]


class PhotoMark(models.Model):
    """The perceptual hashes of a photo (crop 100) and of its middle (90 and 80 percent a side).

    A photo that was cut at its edges looks, as a whole, like the middle of the one it came from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="marks")
    crop = models.PositiveSmallIntegerField()
    phash = models.BigIntegerField()
    dhash = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "crop"], name="photo_mark_once"),
            models.CheckConstraint(
                name="photo_mark_crop_known", condition=Q(crop__in=[100, 90, 80])
            ),
        ]
