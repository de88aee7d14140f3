"""Tables of support. The database itself refuses a second open dispute about one order, a money
decision on a case that holds none, and a timeline that is changed after the fact."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id

KINDS = ["order", "listing", "payout", "conversation"]
STATUSES = [
    "awaiting_answer",
    "answered",
    "with_staff",
    "decided",
    "appealed",
    "returning",
    "closed",
]
OUTCOMES = ["refund", "release", "answered", "withdrawn", "overtaken"]


class HelpRequest(models.Model):
    """A person chose a reason on a help page: one row per person, thing and reason, ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    object_kind = models.CharField(max_length=12)
    object_id = models.UUIDField()
    reason = models.CharField(max_length=40)
    side = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    acted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "object_kind", "object_id", "reason"], name="help_asked_once"
            ),
            models.CheckConstraint(name="help_kind_known", condition=Q(object_kind__in=KINDS)),
        ]


class Case(models.Model):
    """A case: between two people where it holds money, else between one and staff.

    `due_at` is the deadline of whom it waits for. `decided_outcome` is what staff decided, whose
    effect waits for an appeal; `outcome` is how it ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(
        HelpRequest, on_delete=models.PROTECT, related_name="case", null=True
    )
    object_kind = models.CharField(max_length=12)
    object_id = models.UUIDField()
    order_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=40)
    title = models.CharField(max_length=140)
    opener = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opener_side = models.CharField(max_length=8)
    respondent = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    holds_money = models.BooleanField()
    status = models.CharField(max_length=16)
    outcome = models.CharField(max_length=10, blank=True)
    solved_by = models.CharField(max_length=8, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decided_outcome = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    asked_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_kind_known", condition=Q(object_kind__in=KINDS)),
            models.CheckConstraint(name="case_status_known", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(
                name="case_closed_has_outcome",
                condition=Q(status="closed", closed_at__isnull=False, outcome__in=OUTCOMES)
                | (~Q(status="closed") & Q(closed_at__isnull=True, outcome="")),
            ),
            models.CheckConstraint(
                name="case_open_has_deadline",
                condition=Q(status="closed") | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_money_between_two",
                condition=Q(holds_money=False, respondent__isnull=True)
                | (
                    Q(holds_money=True, respondent__isnull=False, order_id__isnull=False)
                    & ~Q(opener=F("respondent"))
                ),
            ),
            models.CheckConstraint(
                name="case_money_outcomes_hold_money",
                condition=Q(holds_money=True)
                | ~(
                    Q(outcome__in=["refund", "release"])
                    | Q(decided_outcome__in=["refund", "release", "return"])
                ),
            ),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=Q(holds_money=True) & ~Q(status="closed"),
                name="case_one_open_dispute_per_order",
            ),
            models.UniqueConstraint(
                fields=["opener", "object_kind", "object_id"],
                condition=~Q(status="closed"),
                name="case_one_open_per_person_and_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["opener", "-id"], name="case_by_opener"),
            models.Index(fields=["respondent", "-id"], name="case_by_respondent"),
            models.Index(
                fields=["due_at", "id"], condition=~Q(status="closed"), name="case_by_deadline"
            ),
        ]


class CaseEntry(models.Model):
    """One entry of a case's timeline; added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=10)
    author = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()
    text = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_entry_in_order")]


class Evidence(models.Model):
    """A photo on record, with the SHA-256 of the bytes that were sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(CaseEntry, on_delete=models.PROTECT, related_name="evidence")
    photo = models.ForeignKey("media.Photo", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "photo"], name="evidence_once_per_entry")
        ]
