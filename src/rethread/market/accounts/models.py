"""Tables of people and their shops. The user model is our own from the first migration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from rethread.platform.kernel import new_id


class UserManager(BaseUserManager["User"]):
    """Creates people; an e-mail address is stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Create a person who signs in with an e-mail address and a password."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What they may do is decided by services, not by Django's permissions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=60, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()


class Shop(models.Model):
    """Where a person sells; one each, opened with the first listing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    bio = models.CharField(max_length=500, blank=True)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    ships_within_days = models.PositiveSmallIntegerField(default=3)
    on_vacation = models.BooleanField(default=False)
    bundle_percents = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[])
    vacation_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    sends_tracked = models.BooleanField(default=True, db_default=True)
    sends_untracked = models.BooleanField(default=False, db_default=False)
    offers_pickup = models.BooleanField(default=False, db_default=False)
    pickup_place = models.CharField(max_length=80, blank=True, default="", db_default="")
    # Empty: the market's own. A listing keeps the currency it was begun in.
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shop_delivers_somehow",
                condition=models.Q(sends_tracked=True)
                | models.Q(sends_untracked=True)
                | models.Q(offers_pickup=True),
            ),
            models.CheckConstraint(
                name="shop_pickup_has_a_place",
                condition=models.Q(offers_pickup=False) | ~models.Q(pickup_place=""),
            ),
            models.CheckConstraint(
                name="shop_rating_in_range",
                condition=models.Q(rating_sum__gte=models.F("rating_count"))
                & models.Q(rating_sum__lte=models.F("rating_count") * 5),
            ),
            models.CheckConstraint(
                name="shop_ships_in_time",
                condition=models.Q(ships_within_days__gte=1, ships_within_days__lte=5),
            ),
            models.CheckConstraint(
                name="shop_returns_from_a_vacation",
                condition=models.Q(vacation_until__isnull=True) | models.Q(on_vacation=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["vacation_until"],
                condition=models.Q(vacation_until__isnull=False),
                name="shop_vacation_ends",
            )
        ]


class ShopRecord(models.Model):
    """How a shop has done lately: its last first answers and its last dispatches, in seconds.

    Kept as they happen, so that no page has to look for them.
    """

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="+", primary_key=True)
    answers_s = ArrayField(models.IntegerField(), default=list)
    dispatches_s = ArrayField(models.IntegerField(), default=list)

    class Meta:
        db_table = "accounts_shop_record"


class Address(models.Model):
    """Where a parcel goes to or comes from; orders keep a copy of their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    line1 = models.CharField(max_length=100)
    line2 = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=80)
    postcode = models.CharField(max_length=16)
    country = models.CharField(max_length=2)
    is_default = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_default=True),
                name="address_one_default_per_person",
            )
        ]


class PersonalKey(models.Model):
    """A key for the API: only its hash is kept; the prefix tells its owner which one it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
