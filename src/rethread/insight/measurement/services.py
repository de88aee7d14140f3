"""Writes what measurement learns: landings of visits, and what campaigns cost.

A landing without consent leaves one more in an hourly count, nothing of the person or the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from rethread.platform.events.emit import EventContext
from rethread.platform.events.ingestion import ANALYTICS, count_unconsented
from rethread.platform.kernel import Actor, PermissionDenied, business_now, new_id

from .events import LANDING_RECORDED, emit_landing_recorded, emit_spend_recorded
from .models import Spend
from .rules.address import Marks
from .rules.channels import TAXONOMY_VERSION, channel_of
from .rules.spend import BadLine, SpendRow, read_spend

PAGE_KIND_MAX = 40


def record_landing(
    *, actor: Actor, marks: Marks, page_kind: str, context: EventContext
) -> UUID | None:
    """Record that a visit began or came again through another door; return the landing's id.

    None where the person did not agree to statistics: they are only counted.
    """
    if context.consent != ANALYTICS:
        count_unconsented({LANDING_RECORDED.name: 1})  # one statement, so no transaction around it
        return None
    landing_id = new_id()
    with transaction.atomic():
        emit_landing_recorded(
            actor=actor,
            context=context,
            landing_id=landing_id,
            channel=channel_of(marks),
            taxonomy_version=TAXONOMY_VERSION,
            source=marks.source,
            medium=marks.medium,
            campaign=marks.campaign,
            content=marks.content,
            click_kind=marks.click_kind,
            referrer_host=marks.referrer_host,
            page_kind=page_kind[:PAGE_KIND_MAX],
            defects=list(marks.defects),
        )
    return landing_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendImport:
    """What became of a spend file, line by line counted."""

    added: int
    corrected: int
    unchanged: int
    bad: tuple[BadLine, ...]


def import_spend(*, actor: Actor, data: bytes) -> SpendImport:
    """Take the good lines of a spend file in and report the bad ones; the same file adds nothing.

    A day and campaign that is known with another amount is corrected, and the correction counted.

    Raises:
        PermissionDenied: neither staff nor a process acts.
        Invalid: it is no spend file at all; nothing of it was taken.
    """
    if not (actor.is_staff or actor.is_system):
        raise PermissionDenied("measurement.staff_only", "Only staff import what was spent.")
    rows, bad = read_spend(data, today=business_now().date())
    counts = {"added": 0, "corrected": 0, "unchanged": 0}
    with transaction.atomic():
        # One import at a time: two of the same file would both find nothing known.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE measurement_spend IN SHARE ROW EXCLUSIVE MODE")
        known = Spend.objects.in_bulk([row.key for row in rows])
        for row in sorted(rows, key=lambda row: row.key):
            counts[_take(actor, row, known.get(row.key))] += 1
    return SpendImport(bad=tuple(bad), **counts)


def _take(actor: Actor, row: SpendRow, known: Spend | None) -> str:
    if known is not None and known.amount_minor == row.amount_minor:
        return "unchanged"
    spend = known or Spend(
        key=row.key, day=row.day, channel=row.channel, campaign=row.campaign, revision=0,
        currency=row.currency,
    )  # fmt: skip
    spend.amount_minor = row.amount_minor
    spend.revision += 1
    spend.save(force_insert=known is None)
    emit_spend_recorded(
        actor=actor,
        spend_key=row.key,
        spend_day=row.day.isoformat(),
        channel=row.channel,
        campaign=row.campaign,
        amount_minor=row.amount_minor,
        currency=row.currency,
        revision=spend.revision,
    )
    return "corrected" if known is not None else "added"
