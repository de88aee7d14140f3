"""Runs every check and keeps incidents true to what fails now: opens, adds to, closes them.

Nobody opens or closes an incident by hand, and the same fault never opens a second one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rethread.platform.kernel import business_now, wall_now

from .checks import run_every_check
from .models import Incident, Sign
from .rules.grouping import Found, group
from .rules.lineage import Graph
from .selectors import lineage

_LOCK = 0x6F62  # one process at a time looks


def watch() -> int:
    """Run every check once and bring the incidents up to date; return how many are open.

    Another process that is at it already does the work for both: then nothing happens here.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return Incident.objects.filter(closed_at__isnull=True).count()
        graph = lineage()
        return _apply(group(run_every_check(graph), graph), graph, wall_now())


def _apply(groups: Mapping[str, Sequence[Found]], graph: Graph, now: datetime) -> int:
    seen: set[int] = set()
    for root, signs in groups.items():
        incident = _incident(root, signs, graph, now)
        for found in signs:
            seen.add(_keep(incident, found, now))
        _widen(incident, graph)
    still = Sign.objects.filter(ended_at__isnull=True)
    still.exclude(id__in=seen).update(ended_at=now)
    over = Incident.objects.filter(closed_at__isnull=True).exclude(signs__ended_at__isnull=True)
    over.update(closed_at=now)
    return Incident.objects.filter(closed_at__isnull=True).count()


def _incident(root: str, signs: Sequence[Found], graph: Graph, now: datetime) -> Incident:
    """Return the open incident of this fault: at its root, or one whose signs these are."""
    opened = Incident.objects.filter(closed_at__isnull=True)
    known = opened.filter(root=root).first()
    if known is not None:
        return known
    known = opened.filter(id__in=_with_signs(signs)).order_by("opened_at").first()
    owner = graph.nodes[root].owner if root in graph.nodes else ""
    if known is not None:  # the cause lies elsewhere than was thought at first
        known.root, known.owner = root, owner
        known.save(update_fields=["root", "owner"])
        return known
    return Incident.objects.create(
        root=root, owner=owner, opened_at=now, market_time=business_now()
    )


def _with_signs(signs: Sequence[Found]) -> set[UUID]:
    nodes = {sign.node for sign in signs}
    rows = Sign.objects.filter(node__in=nodes, ended_at__isnull=True)
    return set(rows.values_list("incident_id", flat=True))


def _keep(incident: Incident, found: Found, now: datetime) -> int:
    row, _ = Sign.objects.update_or_create(
        incident=incident,
        node=found.node,
        kind=found.check,
        defaults={"detail": found.detail, "seen_at": now, "ended_at": None},
        create_defaults={"detail": found.detail, "seen_at": now, "began_at": now},
    )
    return int(row.pk)


def _widen(incident: Incident, graph: Graph) -> None:
    """Write down what is made from what failed: marts, metrics, charts."""
    nodes = {sign.node for sign in incident.signs.all()} | {incident.root}
    shown = graph.affected_by(nodes)
    if shown != incident.affected:
        incident.affected = shown
        incident.save(update_fields=["affected"])
