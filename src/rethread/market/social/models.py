"""Tables of likes, follows, conversations and blocks; the database keeps each at most once."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id

from .rules import TEXT_CHARS_MAX


class Like(models.Model):
    """A person likes a listing.

    `known_price_minor` is the lowest price they know of: what a buyer paid when they liked it, or
    what they were last told. `dropped_from_minor` is what it cost before that telling.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField()
    known_price_minor = models.BigIntegerField(null=True)
    dropped_from_minor = models.BigIntegerField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="like_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="like_by_user"),
            models.Index(
                fields=["user", "-dropped_at"],
                condition=Q(dropped_at__isnull=False),
                name="like_cheaper_by_user",
            ),
        ]


class PriceDrop(models.Model):
    """A listing became so much cheaper that people who like it are yet to hear of it."""

    listing = models.OneToOneField(
        "catalogue.Listing", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "social_price_drop"
        indexes = [models.Index(fields=["noted_at"], name="price_drop_by_time")]


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


class Conversation(models.Model):
    """What two people say to each other about a listing or an order.

    Of an order the listing is its first garment; the order itself is a bare id, because orders
    live above. Unread counts are kept with each side, so that a badge costs one small query.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=7)
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField(null=True)
    buyer = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    last_message_id = models.UUIDField(null=True)
    buyer_unread = models.PositiveIntegerField(default=0)
    seller_unread = models.PositiveIntegerField(default=0)
    buyer_read_at = models.DateTimeField(null=True)
    seller_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_about_one_thing",
                condition=Q(about="listing", order_id__isnull=True)
                | Q(about="order", order_id__isnull=False),
            ),
            models.CheckConstraint(
                name="conversation_of_two", condition=~Q(buyer=models.F("seller"))
            ),
            models.UniqueConstraint(
                fields=["listing", "buyer"],
                condition=Q(about="listing"),
                name="conversation_once_per_listing",
            ),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=Q(about="order"),
                name="conversation_once_per_order",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-last_message_id"], name="conversation_by_buyer"),
            models.Index(fields=["seller", "-last_message_id"], name="conversation_by_seller"),
        ]


class Message(models.Model):
    """What one of the two wrote; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages"
    )
    sender = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(max_length=TEXT_CHARS_MAX, blank=True)
    flags = ArrayField(models.CharField(max_length=40), default=list)
    photo_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_says_something", condition=~Q(text="") | Q(photo_count__gt=0)
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="message_by_conversation"),
            models.Index(fields=["sender", "-sent_at"], name="message_by_sender"),
        ]


class MessagePhoto(models.Model):
    """A photo that came with a message; for the two of the conversation only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey("media.Photo", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="message_photo_once")
        ]


class Block(models.Model):
    """A person wants no messages from another; it closes the conversation both ways."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    blocker = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    blocked = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    blocked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                name="block_of_another", condition=~Q(blocker=models.F("blocked"))
            ),
        ]
        indexes = [models.Index(fields=["blocked"], name="block_by_blocked")]
