"""The lineage as manifest and contracts draw it, and which signs make one incident."""

from __future__ import annotations

from typing import Any

from rethread.insight.observability.rules.grouping import Found, group
from rethread.insight.observability.rules.lineage import Graph, draw, failing_models
from rethread.platform.events import registry

EVENT = "event:orders.order_placed"


def model(name: str, layer: str, *parents: str) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "name": name,
        "description": f"{name}.\nOne row each.",
        "config": {"meta": {"owner": "orders"}},
        "fqn": ["rethread", layer, "orders", name],
        "depends_on": {"nodes": list(parents)},
    }


MANIFEST: dict[str, Any] = {
    "nodes": {
        "model.rethread.stg_orders__order_placed": model(
            "stg_orders__order_placed", "staging", "source.rethread.orders.order_placed"
        ),
        "model.rethread.fct_order": model(
            "fct_order", "marts", "model.rethread.stg_orders__order_placed"
        ),
        "test.rethread.unique_fct_order": {
            "resource_type": "test",
            "attached_node": "model.rethread.fct_order",
            "depends_on": {"nodes": ["model.rethread.fct_order"]},
        },
    },
    "exposures": {
        "exposure.rethread.orders_per_day": {
            "name": "orders_per_day",
            "label": "Orders per day",
            "owner": {"name": "orders"},
            "config": {"meta": {"metric": "orders_paid", "formula": "Rows of fct_order."}},
            "depends_on": {"nodes": ["model.rethread.fct_order"]},
        }
    },
}


def graph() -> Graph:
    return draw(MANIFEST, registry.current())


def test_a_chart_leads_up_to_metric_model_event_contract_and_owner() -> None:
    drawn = graph()
    way = ["chart:orders_per_day"]
    while parents := [each for each in drawn.parents(way[-1]) if each.kind != "step"]:
        way.append(parents[0].id)
    assert way == [
        "chart:orders_per_day",
        "metric:orders_paid",
        "model:fct_order",
        "model:stg_orders__order_placed",
        EVENT,
        "contract:orders.order_placed.v1",
    ]
    assert {drawn.nodes[each].owner for each in way} == {"orders"}
    assert drawn.nodes["model:fct_order"].tests == 1
    assert drawn.nodes["model:fct_order"].description == "fct_order. One row each."


def test_what_is_below_an_event_is_what_is_made_from_it() -> None:
    assert graph().below(EVENT) == {
        "model:stg_orders__order_placed",
        "model:fct_order",
        "metric:orders_paid",
        "chart:orders_per_day",
    }


def test_before_the_first_build_there_are_contracts_and_events() -> None:
    drawn = draw(None, registry.current())
    assert {node.kind for node in drawn.nodes.values()} == {"contract", "event", "step"}


def test_signs_that_lie_below_one_another_are_one_fault_at_the_highest() -> None:
    signs = [
        Found("model:fct_order", "rows"),
        Found(EVENT, "completeness"),
        Found(EVENT, "volume"),
    ]
    groups = group(signs, graph())
    assert {root: len(found) for root, found in groups.items()} == {EVENT: 3}


def test_faults_that_have_nothing_to_do_with_one_another_stay_apart() -> None:
    signs = [Found(EVENT, "volume"), Found("event:social.listing_liked", "volume")]
    assert set(group(signs, graph())) == {EVENT, "event:social.listing_liked"}


def test_several_events_that_are_lost_at_once_have_one_cause_before_them() -> None:
    events = ("orders.order_placed", "social.listing_liked", "search.search_performed")
    groups = group([Found(f"event:{name}", "completeness") for name in events], graph())
    assert {root: len(found) for root, found in groups.items()} == {"step:lake": 3}


def test_a_failed_test_is_about_its_model() -> None:
    assert failing_models(MANIFEST, "test.rethread.unique_fct_order") == ["model:fct_order"]
    assert failing_models(MANIFEST, "source.rethread.orders.order_placed") == [EVENT]
    assert failing_models(MANIFEST, "test.rethread.unheard_of") == ["step:warehouse"]
