"""What the desk shows of data health: feeds with their bands, lineage, incidents, freshness."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from rethread.platform.events import registry
from rethread.platform.events.contract import Contract
from rethread.platform.kernel import NotFound, business_now, settings

from .models import FeedHour, Incident, ModelBuild, Sign
from .rules.bands import Bands, Counts, Verdict
from .rules.lineage import Graph, Node, draw

HISTORY_H = 63 * 24
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HourPoint:
    """One hour of a feed with its band; None where there is too little to expect anything."""

    hour: datetime
    landed: int
    band: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One event over the last hours of business time."""

    contract: Contract
    points: tuple[HourPoint, ...]
    offered: int
    landed: int
    nulls: dict[str, float]
    versions: dict[str, int]
    slowest_s: float
    last_landed_at: datetime | None
    last_hour: datetime | None

    @property
    def complete(self) -> float:
        """Return the share of what was offered that was landed, 1 for nothing offered."""
        return self.landed / self.offered if self.offered else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignView:
    """A failing check as part of an incident."""

    node: str
    check: str
    detail: dict[str, Any]
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One fault. `affected` are keys of marts, metrics and charts below it."""

    id: UUID
    root: str
    owner: str
    affected: tuple[str, ...]
    opened_at: datetime
    market_time: datetime
    closed_at: datetime | None
    signs: tuple[SignView, ...]


@dataclass(frozen=True, slots=True)
class ModelView:
    """Rows of a model in the build that is served, and in the one served before."""

    model: str
    built_at: datetime
    rows: int
    rows_before: int | None


class History:
    """Counts by hour of all feeds up to the last full hour of business time, as one matrix."""

    def __init__(self, *, now: datetime | None = None) -> None:
        """Read up to nine weeks; hours without a row hold 0."""
        self.contracts = registry.current()
        until = (now or business_now()).replace(minute=0, second=0, microsecond=0)
        first = until - HISTORY_H * HOUR
        rows = FeedHour.objects.filter(hour__gte=first, hour__lt=until)
        oldest = rows.order_by("hour").values_list("hour", flat=True).first()
        self.first: datetime = oldest or until
        self.hours = int((until - self.first) / HOUR)
        self.counts: Counts = np.zeros((len(self.contracts), max(self.hours, 1)))
        places = {contract.name: place for place, contract in enumerate(self.contracts)}
        for event, hour, landed in rows.values_list("event", "hour", "landed"):
            if event in places:
                self.counts[places[event], int((hour - self.first) / HOUR)] = landed
        self.bands = Bands(self.counts, [contract.channel for contract in self.contracts])

    def moment(self, hour: int) -> datetime:
        """Return when an hour of the matrix began."""
        return self.first + hour * HOUR


def list_feeds(*, hours: int = 72) -> list[FeedView]:
    """Return every event with its last hours and their bands, the busiest first."""
    history = History()
    found = [_feed(history, place, hours) for place in range(len(history.contracts))]
    return sorted(found, key=lambda feed: (-feed.landed, feed.contract.name))


def get_feed(event: str, *, hours: int = 168) -> FeedView:
    """Return one event.

    Raises:
        NotFound: there is no contract for it.
    """
    history = History()
    for place, contract in enumerate(history.contracts):
        if contract.name == event:
            return _feed(history, place, hours)
    raise NotFound("observability.no_feed", "There is no such event.")


def _feed(history: History, place: int, hours: int) -> FeedView:
    contract = history.contracts[place]
    shown = range(max(0, history.hours - hours), history.hours)
    rows = list(FeedHour.objects.filter(event=contract.name, hour__gte=history.moment(shown.start)))
    landed = sum(row.landed for row in rows)
    nulls: dict[str, int] = {}
    versions: dict[str, int] = {}
    for row in rows:
        _add_up(nulls, row.nulls)
        _add_up(versions, row.versions)
    last = FeedHour.objects.filter(event=contract.name).order_by("-hour").first()
    return FeedView(
        contract=contract,
        points=tuple(
            HourPoint(
                history.moment(hour),
                int(history.counts[place, hour]),
                history.bands.band(place, hour),
            )
            for hour in shown
        ),
        offered=sum(row.offered for row in rows),
        landed=landed,
        nulls={name: count / landed for name, count in sorted(nulls.items()) if landed},
        versions=versions,
        slowest_s=max((row.slowest_s for row in rows), default=0.0),
        last_landed_at=last.landed_at if last else None,
        last_hour=last.hour if last else None,
    )


def _add_up(into: dict[str, int], more: dict[str, int]) -> None:
    for key, count in more.items():
        into[key] = into.get(key, 0) + count


# Lineage


def manifest_path() -> Path:
    """Return where the manifest of the last build is kept."""
    return settings().home / "observability" / "manifest.json"


def read_manifest() -> dict[str, Any] | None:
    """Return dbt's manifest of the last build, None before the first."""
    path = manifest_path()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=1)
def _read(path: Path, _written: int) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(path.read_text()))


def lineage() -> Graph:
    """Return the lineage as the last build and the contracts draw it."""
    return draw(read_manifest(), registry.current())


def get_node(node_id: str) -> tuple[Node, Graph]:
    """Return one node with the graph around it.

    Raises:
        NotFound: the lineage has no such node.
    """
    graph = lineage()
    node = graph.nodes.get(node_id)
    if node is None:
        raise NotFound("observability.no_node", "The lineage has nothing of that name.")
    return node, graph


# Incidents and models


def list_incidents(*, open_only: bool = False, limit: int = 50) -> list[IncidentView]:
    """Return incidents, those still open first, then the newest."""
    rows = Incident.objects.all()
    if open_only:
        rows = rows.filter(closed_at__isnull=True)
    found = _views(rows.prefetch_related("signs").order_by("-opened_at")[:limit])
    return sorted(found, key=lambda incident: incident.closed_at is not None)


def get_incident(incident_id: UUID) -> IncidentView:
    """Return one incident.

    Raises:
        NotFound: there is none.
    """
    found = _views(Incident.objects.filter(pk=incident_id).prefetch_related("signs"))
    if not found:
        raise NotFound("observability.no_incident", "There is no such incident.")
    return found[0]


def _views(rows: QuerySet[Incident]) -> list[IncidentView]:
    """Turn rows into views; where nothing is written down yet, the lineage itself is asked.

    It may have got its tables since the incident was last looked at. It is drawn once at most.
    """
    graph = cache(lineage)
    return [
        IncidentView(
            id=row.id,
            root=row.root,
            owner=row.owner,
            affected=tuple(row.affected or graph().affected_by(_nodes_of(row))),
            opened_at=row.opened_at,
            market_time=row.market_time,
            closed_at=row.closed_at,
            signs=tuple(_sign(sign) for sign in _ordered(row.signs.all())),
        )
        for row in rows
    ]


def _nodes_of(row: Incident) -> set[str]:
    return {row.root, *(sign.node for sign in row.signs.all())}


def _ordered(signs: Iterable[Sign]) -> list[Sign]:
    return sorted(signs, key=lambda sign: (sign.began_at, sign.id))


def _sign(row: Sign) -> SignView:
    return SignView(
        node=row.node,
        check=row.kind,
        detail=dict(row.detail),
        began_at=row.began_at,
        ended_at=row.ended_at,
    )


def list_models() -> list[ModelView]:
    """Return every model with its rows in the newest served build."""
    newest: dict[str, list[ModelBuild]] = {}
    builds = list(
        ModelBuild.objects.filter(served=True)
        .order_by("-built_at")
        .values_list("built_at", flat=True)
        .distinct()[:2]
    )
    for row in ModelBuild.objects.filter(served=True, built_at__in=builds).order_by("-built_at"):
        newest.setdefault(row.model, []).append(row)
    return [
        ModelView(name, rows[0].built_at, rows[0].rows, rows[1].rows if len(rows) > 1 else None)
        for name, rows in sorted(newest.items())
    ]
