"""Tables of reviews. Columns for blind reviews both ways are here; so far only buyers write."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id


class Review(models.Model):
    """What one side of an order says about the other; one per order and side, never deleted.

    `visible_at` is when others may read it: at once today; with reviews both ways, when both have
    written or 14 days have passed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    side = models.CharField(max_length=6, default="buyer")
    author = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shop = models.ForeignKey("accounts.Shop", on_delete=models.PROTECT, related_name="+", null=True)
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField()
    visible_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "side"], name="review_once_per_side"),
            models.CheckConstraint(
                name="review_side_known", condition=Q(side__in=["buyer", "seller"])
            ),
            models.CheckConstraint(
                name="review_rating_1_to_5", condition=Q(rating__gte=1, rating__lte=5)
            ),
            models.CheckConstraint(name="review_not_of_oneself", condition=~Q(author=F("subject"))),
            models.CheckConstraint(
                name="review_of_shop_by_buyer",
                condition=Q(side="seller") | Q(shop__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["shop", "-id"], name="review_by_shop")]
