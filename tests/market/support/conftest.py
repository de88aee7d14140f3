"""The world that tests of support live in: orders' world, with support's deadlines and handlers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rethread.market.orders import wiring as orders_wiring
from rethread.market.support import wiring as support_wiring
from rethread.platform.events.runner import drain
from tests.market.orders.world import WORKS, World, open_world


class HelpfulWorld(World):
    """A world in which somebody listens to complaints."""

    def deliver_events(self) -> int:
        return drain((*orders_wiring.SUBSCRIPTIONS, *support_wiring.SUBSCRIPTIONS))


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield HelpfulWorld(
            opened.sandbox,
            opened.moments,
            works=(*WORKS, *support_wiring.DUE_WORK),
        )
