"""Tables of reviews: one per order and side, read by others when both wrote or time is up."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id


class Review(models.Model):
    """What one side of an order says about the other; one per order and side, never deleted.

    `visible_at` is since when others may read it: when both have written, or `opens_at` has
    passed. Until then not even its subject can.
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
    opens_at = models.DateTimeField(null=True)
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
        indexes = [
            models.Index(fields=["shop", "-id"], name="review_by_shop"),
            models.Index(
                fields=["opens_at"], condition=Q(visible_at__isnull=True), name="review_to_open"
            ),
            models.Index(fields=["subject", "-id"], name="review_by_subject"),
        ]


class ReviewPhoto(models.Model):
    """A photo that a review shows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("media.Photo", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="review_photo_place_once"),
            models.CheckConstraint(
                name="review_photo_at_most_4", condition=Q(position__gte=0, position__lte=3)
            ),
        ]
