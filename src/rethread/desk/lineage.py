"""Where a figure comes from: from the chart to its metric, models, events, contracts and owners."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.insight.observability.rules.lineage import Graph, Node
from rethread.insight.observability.selectors import get_node
from rethread.insight.observability.selectors import lineage as whole_lineage
from rethread.platform.events import registry
from rethread.platform.events.contract import Contract

from .edge import staff_only, surroundings


@dataclass(frozen=True, slots=True)
class Shelf:
    """Nodes of one kind."""

    title: str
    nodes: tuple[Node, ...]


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """List charts first, then everything that they are made from."""
    graph = whole_lineage()
    context = surroundings("lineage") | {"shelves": _shelves(list(graph.nodes.values()))}
    return render(request, "desk/lineage_index.html", context)


@require_safe
@staff_only
def lineage(request: HttpRequest, node_id: str) -> HttpResponse:
    """Show one node: what it is, whose it is, what it is made from and what is made from it."""
    node, graph = get_node(node_id)
    context = surroundings("lineage") | {
        "node": node,
        "kind": kind_name(node.kind),
        "parents": [each for each in graph.parents(node.id) if each.kind != "step"],
        "children": graph.children(node.id),
        "way": _way(node, graph),
        "contract": _contract(node),
        "owners": sorted({graph.nodes[key].owner for key in graph.above(node.id)} - {""}),
    }
    return render(request, "desk/lineage.html", context)


def _way(node: Node, graph: Graph) -> list[Shelf]:
    """Return everything above a node, sorted by how far down the pipeline it lies."""
    above = [graph.nodes[key] for key in graph.above(node.id) if key in graph.nodes]
    return _shelves([each for each in above if each.kind != "step"])


def _shelves(nodes: list[Node]) -> list[Shelf]:
    titles = {
        "chart": _("Charts"),
        "metric": _("Metrics"),
        "marts": _("Marts"),
        "intermediate": _("Intermediate models"),
        "staging": _("Staging models"),
        "event": _("Events"),
        "contract": _("Contracts"),
        "step": _("Steps"),
    }
    found = []
    for key, title in titles.items():
        of_kind = [node for node in nodes if key in (node.kind, node.layer)]
        if of_kind:
            found.append(Shelf(title, tuple(sorted(of_kind, key=lambda each: each.name))))
    return found


def _contract(node: Node) -> Contract | None:
    if node.kind != "contract":
        return None
    labels = {f"{one.name}.v{one.major}": one for one in registry.accepted().values()}
    return labels.get(node.name)


def kind_name(kind: str) -> str:
    """Return what a kind of node is called."""
    names = {
        "chart": _("Chart"),
        "metric": _("Metric"),
        "model": _("Model"),
        "event": _("Event in the lake"),
        "contract": _("Contract"),
        "step": _("Step of the pipeline"),
    }
    return names.get(kind, kind)
