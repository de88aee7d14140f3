"""The levers of a demo move parcels that somebody scans, and say so of the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rethread.config import demo_controls
from rethread.config.demo_controls import SandboxControls
from rethread.market.fulfilment.models import Scan, Shipment
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders.services import make_label, mark_shipped
from rethread.platform.kernel import Conflict, DomainError, NotFound
from tests.market.orders.world import World, open_world
from tests.market.support.people import paid


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is asked of the carrier's stand-in, which does nothing."""
    found: list[str] = []

    def control(method: str, path: str, body: object = None) -> dict[str, object]:
        found.append(path)
        return {}

    monkeypatch.setattr(demo_controls, "control", control)
    return found


@pytest.mark.parametrize("lever", ["deliver", "lose"])
def test_a_parcel_that_nobody_scans_is_neither_delivered_nor_lost_by_a_lever(
    world: World, asked: list[str], lever: str
) -> None:
    sale = paid(world, delivery="untracked")
    make_label(actor=sale.seller, order_id=sale.order_id)
    mark_shipped(actor=sale.seller, order_id=sale.order_id)
    before = list(Shipment.objects.values()), sale.order.status
    with pytest.raises(Conflict) as refused:
        getattr(SandboxControls(), lever)(sale.order_id)
    assert refused.value.code == "demo.untracked"
    assert asked == []
    assert (list(Shipment.objects.values()), sale.order.status) == before
    assert Scan.objects.count() == 0


def test_a_parcel_without_a_label_cannot_be_moved_and_one_with_it_can(
    world: World, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_controls, "_settle", lambda: 0)
    sale = paid(world)
    with pytest.raises(DomainError) as refused:
        SandboxControls().deliver(sale.order_id)
    assert isinstance(refused.value, NotFound)
    assert (refused.value.code, asked) == ("demo.no_parcel", [])
    make_label(actor=sale.seller, order_id=sale.order_id)
    SandboxControls().deliver(sale.order_id)
    parcel = find_shipment_for_order(sale.order_id)
    assert parcel is not None
    assert asked == [f"/_control/parcels/{parcel.tracking_code}/deliver"]
