"""Data health: is what the charts show fresh and whole, and if not, what broke and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rethread.insight.lake.selectors import LakeStatus, get_lake_status
from rethread.insight.observability.selectors import (
    FeedView,
    IncidentView,
    get_feed,
    get_incident,
    lineage,
    list_feeds,
    list_incidents,
    list_models,
)
from rethread.platform.kernel import business_now, wall_now

from .bands import BandChart, band_chart
from .edge import staff_only, surroundings
from .words import check_name, node_title, sign_words

HOURS = 72
FEED_HOURS = 168
CLOSED_SHOWN = 8
STAGED = ("stg_", "int_")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One event on the list."""

    feed: FeedView
    chart: BandChart
    incident: IncidentView | None


@dataclass(frozen=True, slots=True)
class SignRow:
    """A sign in words."""

    node: str
    title: str
    check: str
    text: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in words."""

    incident: IncidentView
    title: str
    signs: tuple[SignRow, ...]


@require_safe
@staff_only
def health(request: HttpRequest) -> HttpResponse:
    """Show freshness, incidents, and each event's volume in its band."""
    incidents = list_incidents()
    feeds = list_feeds(hours=HOURS)
    by_event = {
        sign.node: incident
        for incident in incidents
        if incident.closed_at is None
        for sign in incident.signs
        if sign.ended_at is None
    }
    rows = [
        FeedRow(
            feed,
            band_chart(feed.points, name=feed.contract.name, width=320, height=88),
            by_event.get(f"event:{feed.contract.name}"),
        )
        for feed in feeds
    ]
    shown = [row for row in incidents if row.closed_at is None]
    shown += [row for row in incidents if row.closed_at is not None][:CLOSED_SHOWN]
    models = list_models()
    context = (
        surroundings("health")
        | _served(get_lake_status())
        | {
            "incidents": [incident_row(row) for row in shown],
            "open_count": sum(row.closed_at is None for row in incidents),
            "busy": [row for row in rows if row.feed.landed],
            "still": [row.feed for row in rows if not row.feed.landed],
            "models": [row for row in models if not row.model.startswith(STAGED)],
            "staged": [row for row in models if row.model.startswith(STAGED)],
            "business_now": business_now(),
            "hours": HOURS,
        }
    )
    return render(request, "desk/health.html", context)


def _served(status: LakeStatus) -> dict[str, object]:
    """Return what is served and since when; a failed build leaves the last good one in place."""
    return {
        "lake": status,
        "loaded_ago": wall_now() - status.last_load_at if status.last_load_at else None,
        "circuit_open": not status.last_build_ok and status.served_built_at is not None,
    }


@require_safe
@staff_only
def feed(request: HttpRequest, event: str) -> HttpResponse:
    """Show one event: its week in its band, its contract's promises and how they are kept."""
    found = get_feed(event, hours=FEED_HOURS)
    context = surroundings("health") | {
        "feed": found,
        "chart": band_chart(found.points, name=event),
        "hours": FEED_HOURS,
        "nulls": [(name, round(100 * share)) for name, share in found.nulls.items()],
        "share": round(100 * found.complete, 1),
        "node": f"event:{event}",
    }
    return render(request, "desk/feed.html", context)


@require_safe
@staff_only
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident: its signs, its owner, and what is made from what broke."""
    found = get_incident(incident_id)
    graph = lineage()
    context = (
        surroundings("health")
        | _served(get_lake_status())
        | {
            "row": incident_row(found),
            "root": graph.nodes.get(found.root),
            "knows_tables": graph.knows_tables,
            "affected": [graph.nodes[key] for key in found.affected if key in graph.nodes],
        }
    )
    return render(request, "desk/incident.html", context)


def incident_row(found: IncidentView) -> IncidentRow:
    """Put an incident into words."""
    return IncidentRow(
        found,
        node_title(found.root),
        tuple(
            SignRow(
                sign.node,
                node_title(sign.node),
                check_name(sign.check),
                sign_words(sign.check, sign.detail),
                sign.began_at,
                sign.ended_at,
            )
            for sign in found.signs
        ),
    )
