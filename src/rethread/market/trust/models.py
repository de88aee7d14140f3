"""Tables of trust. The database itself refuses a decision without a statement of reasons, and one
that is neither a rule's nor a person's."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id

from .rules.grounds import GROUNDS

TEXT_CHARS_MAX = 2000
KINDS = ["listing", "person", "message"]
LISTING_ACTIONS = ["hold_listing", "hide_listing", "remove_listing"]
USER = django_settings.AUTH_USER_MODEL


class Case(models.Model):
    """Something to look at, once per object while it is open. `findings` are what screening saw."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object_kind = models.CharField(max_length=10)
    object_id = models.UUIDField()
    subject = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    status = models.CharField(max_length=10, default="open")
    findings = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trust_case_kind_known", condition=Q(object_kind__in=KINDS)
            ),
            models.CheckConstraint(
                name="case_decided_has_time",
                condition=Q(status="open", decided_at__isnull=True)
                | Q(status="decided", decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["object_kind", "object_id"],
                condition=Q(status="open"),
                name="case_open_once_per_object",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "id"], name="case_queue"),
            models.Index(fields=["subject", "-id"], name="case_by_subject"),
        ]


class Notice(models.Model):
    """What somebody told us about something, signed in or not; answered when its case is decided.

    `token_digest` lets who is signed out read the answer; `origin` bounds how much comes from one
    place and says nothing about it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    reporter = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    origin = models.CharField(max_length=64, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=20)
    text = models.CharField(max_length=TEXT_CHARS_MAX, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_ground_known", condition=Q(ground__in=list(GROUNDS))
            ),
            models.UniqueConstraint(
                fields=["case", "reporter"],
                condition=Q(reporter__isnull=False),
                name="notice_once_per_reporter",
            ),
        ]
        indexes = [
            models.Index(fields=["reporter", "-made_at"], name="notice_by_reporter"),
            models.Index(fields=["origin", "-made_at"], name="notice_by_origin"),
        ]


class StatementOfReasons(models.Model):
    """What the person concerned reads about a decision; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=400)
    why = models.CharField(max_length=3000)
    until = models.CharField(max_length=200, blank=True)
    how_to_mend = models.CharField(max_length=500, blank=True)
    how_to_appeal = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="statement_says_what_why_and_how_to_appeal",
                condition=~Q(what="") & ~Q(why="") & ~Q(how_to_appeal=""),
            )
        ]


class Decision(models.Model):
    """What was decided about a listing or a person, by a rule or by a person, with its reasons."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    statement = models.OneToOneField(
        StatementOfReasons, on_delete=models.PROTECT, related_name="decision"
    )
    subject = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    listing_id = models.UUIDField(null=True)
    action = models.CharField(max_length=20)
    ground = models.CharField(max_length=20)
    facts = models.CharField(max_length=TEXT_CHARS_MAX)
    fixable = models.BooleanField(default=False)
    automated = models.BooleanField()
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, default="in_force")
    ended_at = models.DateTimeField(null=True)
    rules_version = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_by_a_rule_or_a_person",
                condition=Q(automated=True, decided_by__isnull=True)
                | Q(automated=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_ground_known", condition=Q(ground__in=list(GROUNDS))
            ),
            models.CheckConstraint(
                name="decision_status_known",
                condition=Q(status="in_force", ended_at__isnull=True)
                | Q(status__in=["mended", "ended", "replaced", "reversed"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_about_a_listing_names_it",
                condition=~Q(action__in=LISTING_ACTIONS) | Q(listing_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["listing_id"],
                condition=Q(status="in_force", action__in=LISTING_ACTIONS),
                name="decision_one_in_force_per_listing",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="decision_by_subject"),
            models.Index(
                fields=["ends_at"],
                condition=Q(status="in_force", ends_at__isnull=False),
                name="decision_to_end",
            ),
        ]


class Appeal(models.Model):
    """The person concerned asks for another look; once per decision, answered by a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    text = models.CharField(max_length=TEXT_CHARS_MAX)
    made_at = models.DateTimeField()
    status = models.CharField(max_length=10, default="open")
    answer = models.CharField(max_length=TEXT_CHARS_MAX, blank=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appeal_answered_by_a_person",
                condition=Q(status="open", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(status__in=["upheld", "reversed"], decided_by__isnull=False)
                    & Q(decided_at__isnull=False)
                    & ~Q(answer="")
                ),
            )
        ]
        indexes = [models.Index(fields=["status", "id"], name="appeal_queue")]


class Approval(models.Model):
    """A person found that a listing may say and show what it does; screening asks no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing_id", "fingerprint"], name="approval_once")
        ]


class Letter(models.Model):
    """What a person and staff write to each other; open to whoever is restricted or suspended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    text = models.CharField(max_length=TEXT_CHARS_MAX)
    written_at = models.DateTimeField()
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="letter_has_text", condition=~Q(text=""))]
        indexes = [models.Index(fields=["person", "-id"], name="letter_by_person")]
