"""Tables of likes and follows; the database keeps each at most once."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models

from rethread.platform.kernel import new_id


class Like(models.Model):
    """A person likes a listing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="like_once")]
        indexes = [models.Index(fields=["user", "-id"], name="like_by_user")]


class Follow(models.Model):
    """A person follows a shop."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    shop = models.ForeignKey("accounts.Shop", on_delete=models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "shop"], name="follow_once")]
