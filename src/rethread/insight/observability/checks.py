"""The checks themselves: is it complete, as much as usual, fresh, built, and as full as before?

Volume and completeness look back over a day of business time, the clock on which facts happen; in
a demo that clock jumps, and the hours it jumped over are simply quiet. Freshness is a promise
about waiting and knows the wall clock alone. Checks read; `services` decides what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from rethread.insight.lake.marts import find_served
from rethread.insight.lake.models import LakeLoad, WarehouseBuild
from rethread.platform.events import registry
from rethread.platform.events.postgres_bus import waiting_for
from rethread.platform.kernel import business_now, settings, wall_now

from .models import FeedHour, ModelBuild
from .rules.bands import Bands, Verdict
from .rules.grouping import Found
from .rules.lineage import DOOR, LAKE, WAREHOUSE, Graph, failing_models
from .selectors import HOUR, History, read_manifest

LAKE_GROUP = "lake"
LOOK_BACK = timedelta(hours=24)
LOOK_BACK_H = 24
OFFERED_MIN = 20  # one lost of three says nothing yet
GRACE = timedelta(seconds=30)  # a worker that starts again is no incident
MARTS_MAX_AGE = timedelta(minutes=10)  # five promised, and a build of up to five
SHRUNK = 0.9
NULLS_ROWS_MIN = 50
NULLS_CHANGE = 0.25
NULLS_BEFORE = timedelta(days=14)


def run_every_check(graph: Graph) -> list[Found]:
    """Return what fails now, at nodes that the lineage knows."""
    history = History()
    found = [
        *_completeness(),
        *_volume(history),
        *_silence(history),
        *_nulls(),
        *_waiting(),
        *_marts_age(),
        *_failed_build(),
        *_shrunk(),
    ]
    return [sign for sign in found if sign.node in graph.nodes]


def _completeness() -> Iterator[Found]:
    """Compare what the bus offered with what was landed, against what the contract promises."""
    since = business_now() - LOOK_BACK
    sums: dict[str, list[int]] = {}
    for event, offered, landed in FeedHour.objects.filter(hour__gte=since - HOUR).values_list(
        "event", "offered", "landed"
    ):
        total = sums.setdefault(event, [0, 0])
        total[0] += offered
        total[1] += landed
    promised = {contract.name: contract.completeness_percent for contract in registry.current()}
    for event, (offered, landed) in sorted(sums.items()):
        if offered >= OFFERED_MIN and landed * 100 < offered * promised.get(event, 0):
            yield Found(
                f"event:{event}",
                "completeness",
                {"offered": offered, "landed": landed, "promised_percent": promised[event]},
            )


def _volume(history: History) -> Iterator[Found]:
    """Judge each feed's full hours of the last day against its band.

    In a demo only what browsers send: its population does not trade on while its visitor looks
    around, so that nothing is sold overnight is no fault.
    """
    for place, contract in enumerate(history.contracts):
        if settings().is_demo and contract.channel != "behavioural":
            continue
        worst = _worst(history.bands, place, history.hours)
        if worst is not None:
            hour, verdict = worst
            yield Found(f"event:{contract.name}", "volume", _told(verdict, history.moment(hour)))


def _worst(bands: Bands, place: int, hours: int) -> tuple[int, Verdict] | None:
    found = [
        (abs(verdict.z), hour, verdict)
        for hour in range(max(0, hours - LOOK_BACK_H), hours)
        for verdict in bands.judge(place, hour)
        if verdict.unusual
    ]
    if not found:
        return None
    _z, hour, verdict = max(found, key=lambda each: each[:2])
    return hour, verdict


def _told(verdict: Verdict, until: datetime) -> dict[str, float | str]:
    return {
        "hours": verdict.hours,
        "until": (until + HOUR).isoformat(),
        "seen": round(verdict.seen),
        "expected": round(verdict.expected),
        "low": round(verdict.low),
        "high": round(verdict.high),
    }


def _silence(history: History) -> Iterator[Found]:
    """Notice that all feeds fell silent together, which no feed's own band can tell from quiet.

    Not in a demo: its people come when a visitor lets them.
    """
    if settings().is_demo:
        return
    everything = Bands(np.sum(history.counts, axis=0, keepdims=True), ["all"])
    worst = _worst(everything, 0, history.hours)
    if worst is not None and worst[1].seen < worst[1].low:
        hour, verdict = worst
        yield Found(DOOR, "silence", _told(verdict, history.moment(hour)))


def _nulls() -> Iterator[Found]:
    """Compare how often an optional field is absent with how often it was before."""
    now = business_now()
    recent: dict[str, list[FeedHour]] = {}
    before: dict[str, list[FeedHour]] = {}
    for row in FeedHour.objects.filter(hour__gte=now - LOOK_BACK - NULLS_BEFORE):
        (recent if row.hour >= now - LOOK_BACK else before).setdefault(row.event, []).append(row)
    for event, rows in sorted(recent.items()):
        count, usual = _landed(rows), _landed(before.get(event, []))
        if min(count, usual) < NULLS_ROWS_MIN:
            continue
        fields = sorted({name for row in rows for name in row.nulls})
        for name in fields:
            share = sum(row.nulls.get(name, 0) for row in rows) / count
            was = sum(row.nulls.get(name, 0) for row in before[event]) / usual
            if abs(share - was) >= NULLS_CHANGE:
                detail = {"field": name, "share": round(share, 3), "usual": round(was, 3)}
                yield Found(f"event:{event}", "nulls", detail)
                break  # one sign per feed; the incident's page shows every field


def _landed(rows: list[FeedHour]) -> int:
    return sum(row.landed for row in rows)


def _waiting() -> Iterator[Found]:
    """Notice events that wait for the lake longer than their contract promises.

    Not before the first load of all: a market that was just filled has its past still to land.
    """
    if not LakeLoad.objects.exists():
        return
    now = wall_now()
    promised = {contract.name: contract.freshness_s for contract in registry.current()}
    late = {
        event: since
        for event, since in waiting_for(LAKE_GROUP).items()
        if now - since > timedelta(seconds=promised.get(event, 0)) + GRACE
    }
    if late:
        oldest = min(late.values())
        yield Found(
            LAKE,
            "freshness",
            {"events": sorted(late), "waiting_s": round((now - oldest).total_seconds())},
        )


def _marts_age() -> Iterator[Found]:
    """Notice that the lake has long held what the served marts do not show."""
    load = LakeLoad.objects.order_by("-finished_at").first()
    served = find_served()
    if load is None or served is None or load.finished_at <= served.built_at:
        return
    first = LakeLoad.objects.filter(finished_at__gt=served.built_at).order_by("finished_at").first()
    behind = wall_now() - (first.finished_at if first else load.finished_at)
    if behind > MARTS_MAX_AGE:
        yield Found(WAREHOUSE, "freshness", {"behind_s": round(behind.total_seconds())})


def _failed_build() -> Iterator[Found]:
    """Say which models or tests kept the newest build from being served."""
    build = WarehouseBuild.objects.order_by("-finished_at").first()
    if build is None or build.ok:
        return
    manifest = read_manifest()
    for failure in build.failures:
        unique_id, _, said = str(failure).partition(": ")
        for node in failing_models(manifest, unique_id):
            yield Found(node, "build", {"node": unique_id, "said": said[:300]})


def _shrunk() -> Iterator[Found]:
    """Notice a model that lost a tenth of its rows between two builds that were served."""
    times = ModelBuild.objects.filter(served=True).order_by("-built_at")
    newest = list(times.values_list("built_at", flat=True).distinct()[:2])
    if len(newest) < 2:
        return
    before = dict(ModelBuild.objects.filter(built_at=newest[1]).values_list("model", "rows"))
    for row in ModelBuild.objects.filter(built_at=newest[0], served=True).order_by("model"):
        was = before.get(row.model, 0)
        if was >= OFFERED_MIN and row.rows < SHRUNK * was:
            yield Found(f"model:{row.model}", "rows", {"rows": row.rows, "before": was})
