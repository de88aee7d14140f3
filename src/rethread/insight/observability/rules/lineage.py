"""Who feeds whom: contract, event, model, metric, chart, drawn from dbt's manifest and contracts.

A node's parents are what it is made from. What is not in either of the two does not exist here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rethread.platform.events.contract import Contract

Kind = Literal["step", "contract", "event", "model", "metric", "chart"]
DOOR, LAKE, WAREHOUSE = "step:door", "step:lake", "step:warehouse"
PLATFORM_OWNER = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing that data passes through; `id` is "kind:name"."""

    kind: Kind
    name: str
    owner: str
    description: str
    parents: tuple[str, ...] = ()
    layer: str = ""
    tests: int = 0

    @property
    def id(self) -> str:
        """Return the node's key."""
        return f"{self.kind}:{self.name}"


class Graph:
    """The whole lineage; asks go up (what it is made from) and down (what is made from it)."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Take the nodes; parents that are not among them are left out."""
        self.nodes: dict[str, Node] = {node.id: node for node in nodes}
        self._children: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for parent in node.parents:
                self._children.setdefault(parent, []).append(node.id)

    @property
    def knows_tables(self) -> bool:
        """Tell whether tables are known: before the first build nothing is, below events."""
        return any(node.kind == "model" for node in self.nodes.values())

    def parents(self, node_id: str) -> list[Node]:
        """Return what a node is made from, one step up."""
        found = self.nodes.get(node_id)
        wanted = found.parents if found else ()
        return [self.nodes[parent] for parent in wanted if parent in self.nodes]

    def children(self, node_id: str) -> list[Node]:
        """Return what is made from a node, one step down."""
        return [self.nodes[child] for child in sorted(self._children.get(node_id, ()))]

    def above(self, node_id: str) -> set[str]:
        """Return everything that a node comes from, steps of the pipeline included."""
        found: set[str] = set()
        waiting = [*self._up(node_id)]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting.extend(self._up(each))
        return found

    def below(self, node_id: str) -> set[str]:
        """Return everything that comes from a node."""
        return {each for each in self.nodes if node_id in self.above(each)}

    def affected_by(self, node_ids: Iterable[str]) -> list[str]:
        """Return what people look at and is made from these: marts, metrics, charts."""
        below = {each for node in node_ids for each in (*self.below(node), node)}
        return [
            node.id
            for node in self.nodes.values()
            if node.id in below and (node.kind in {"metric", "chart"} or node.layer == "marts")
        ]

    def _up(self, node_id: str) -> tuple[str, ...]:
        found = self.nodes.get(node_id)
        return found.parents if found else ()


def draw(manifest: Mapping[str, Any] | None, contracts: Iterable[Contract]) -> Graph:
    """Draw the lineage; without a manifest (nothing was built yet) up to the events."""
    nodes = [*_steps(), *_events(contracts)]
    if manifest is not None:
        nodes += [*_models(manifest), *_charts(manifest)]
    return Graph(nodes)


def _steps() -> list[Node]:
    told = {
        DOOR: "The door for events that browsers send.",
        LAKE: "Loads events from the bus into the lake.",
        WAREHOUSE: "Builds, tests and swaps the models.",
    }
    return [
        Node(kind="step", name=key.partition(":")[2], owner=PLATFORM_OWNER, description=text)
        for key, text in told.items()
    ]


def _events(contracts: Iterable[Contract]) -> list[Node]:
    nodes = []
    for contract in contracts:
        label = f"{contract.name}.v{contract.major}"
        nodes.append(
            Node(
                kind="contract", name=label, owner=contract.owner, description=contract.description
            )
        )
        door = (DOOR,) if contract.channel == "behavioural" else ()
        nodes.append(
            Node(
                kind="event",
                name=contract.name,
                owner=contract.owner,
                description=contract.description,
                parents=(f"contract:{label}", LAKE, *door),
            )
        )
    return nodes


def _models(manifest: Mapping[str, Any]) -> list[Node]:
    tests = _tests_by_model(manifest)
    return [
        Node(
            kind="model",
            name=raw["name"],
            owner=str(raw["config"].get("meta", {}).get("owner", "")),
            description=" ".join(raw.get("description", "").split()),
            parents=(*(_key(each) for each in raw["depends_on"]["nodes"]), WAREHOUSE),
            layer=str(raw["fqn"][1]),
            tests=tests.get(unique_id, 0),
        )
        for unique_id, raw in sorted(manifest["nodes"].items())
        if raw["resource_type"] == "model"
    ]


def _charts(manifest: Mapping[str, Any]) -> list[Node]:
    nodes = []
    for raw in manifest.get("exposures", {}).values():
        meta = raw.get("meta") or raw.get("config", {}).get("meta", {})
        owner = str(raw["owner"].get("name") or "")
        metric = Node(
            kind="metric",
            name=str(meta["metric"]),
            owner=owner,
            description=" ".join(str(meta["formula"]).split()),
            parents=tuple(_key(each) for each in raw["depends_on"]["nodes"]),
        )
        chart = Node(
            kind="chart",
            name=raw["name"],
            owner=owner,
            description=raw.get("label") or raw["name"],
            parents=(metric.id,),
        )
        nodes += [metric, chart]
    return nodes


def _tests_by_model(manifest: Mapping[str, Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for raw in manifest["nodes"].values():
        if raw["resource_type"] == "test":
            for each in raw["depends_on"]["nodes"]:
                counts[each] = counts.get(each, 0) + 1
    return counts


def _key(unique_id: str) -> str:
    """Return the key of a model or source that dbt names "model.rethread.x", "source.r.d.e"."""
    parts = unique_id.split(".")
    if parts[0] == "source":
        return f"event:{parts[2]}.{parts[3]}"
    return f"model:{parts[-1]}"


def failing_models(manifest: Mapping[str, Any] | None, unique_id: str) -> list[str]:
    """Return the keys of models that a failed node of dbt is about; a test is about its models."""
    kind = unique_id.split(".")[0]
    if kind in {"model", "source"}:
        return [_key(unique_id)]
    raw = (manifest or {}).get("nodes", {}).get(unique_id)
    if raw is None:
        return [WAREHOUSE]
    attached = raw.get("attached_node")
    about = [attached] if attached else raw["depends_on"]["nodes"]
    return [_key(each) for each in about] or [WAREHOUSE]
