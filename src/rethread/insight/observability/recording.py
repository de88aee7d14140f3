"""Takes note of every load and build while it runs: counts by hour, absent values, versions, rows.

It joins the loader's transaction, so a batch that is taken back leaves no count behind.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from rethread.insight.lake.ports import BuildReport, Landing
from rethread.platform.events import registry
from rethread.platform.events.envelope import Envelope

from .models import FeedHour, ModelBuild
from .rules.lineage import failing_models
from .selectors import manifest_path, read_manifest

KEPT_BUILDS = 200
COUNTED = ["offered", "landed", "nulls", "versions", "slowest_s", "landed_at"]


class Recorder:
    """`LakeObserver`: the lake tells it of each step."""

    def landed(self, landings: Sequence[Landing]) -> None:
        """Add a micro-batch to the counts of its hours."""
        with transaction.atomic():
            for landing in landings:
                _add(landing)

    def built(self, report: BuildReport) -> None:
        """Keep the rows per model, which models failed, and the manifest of the build."""
        _keep_manifest(report.manifest)
        failed = _failed_models(report.failures)
        with transaction.atomic():
            ModelBuild.objects.bulk_create(
                ModelBuild(model=name, built_at=report.started_at, rows=rows, served=report.ok)
                for name, rows in sorted(report.rows.items())
                if report.ok or f"model:{name}" not in failed
            )
            _forget_old_builds()


def _add(landing: Landing) -> None:
    optional = [
        field.name
        for contract in registry.current()
        if contract.name == landing.name
        for field in contract.fields
        if not field.required
    ]
    offered = Counter(hour_of(event.occurred_at) for event in landing.offered)
    by_hour: dict[datetime, list[Envelope]] = {hour: [] for hour in offered}
    for event in landing.landed:
        by_hour[hour_of(event.occurred_at)].append(event)
    kept = {
        row.hour: row
        for row in FeedHour.objects.select_for_update().filter(
            event=landing.name, hour__in=list(by_hour)
        )
    }
    fresh = []
    for hour, events in sorted(by_hour.items()):
        row = kept.get(hour)
        if row is None:
            row = FeedHour(event=landing.name, hour=hour)
            fresh.append(row)
        _add_to(row, landing, offered[hour], events, optional)
    FeedHour.objects.bulk_create(fresh)
    FeedHour.objects.bulk_update(kept.values(), COUNTED, batch_size=500)


def _add_to(
    row: FeedHour, landing: Landing, offered: int, events: list[Envelope], optional: list[str]
) -> None:
    row.offered += offered
    row.landed += len(events)
    row.nulls = _plus(row.nulls, Counter(_absent(events, optional)))
    row.versions = _plus(row.versions, Counter(str(event.schema_version) for event in events))
    waits = ((landing.landed_at - e.placed_at).total_seconds() for e in events if e.placed_at)
    row.slowest_s = max(row.slowest_s, *waits, 0.0)
    row.landed_at = landing.landed_at


def hour_of(moment: datetime) -> datetime:
    """Return the start of an hour, UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _absent(events: Sequence[Envelope], optional: Sequence[str]) -> list[str]:
    return [
        name for event in events for name in optional if event.payload.get(name) is None
    ]  # fmt: skip


def _plus(kept: Mapping[str, int], more: Counter[str]) -> dict[str, int]:
    return {key: kept.get(key, 0) + more.get(key, 0) for key in sorted({*kept, *more})}


def _failed_models(failures: Mapping[str, str]) -> set[str]:
    manifest = read_manifest()
    return {node for failed in failures for node in failing_models(manifest, failed)}


def _keep_manifest(written: Path) -> None:
    """Keep a copy that no running build overwrites halfway."""
    if written.exists():
        kept = manifest_path()
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        shutil.copyfile(written, fresh)
        fresh.replace(kept)


def _forget_old_builds() -> None:
    builds = ModelBuild.objects.order_by("-built_at").values_list("built_at", flat=True).distinct()
    older = list(builds[KEPT_BUILDS : KEPT_BUILDS + 1])
    if older:
        ModelBuild.objects.filter(built_at__lte=older[0]).delete()
