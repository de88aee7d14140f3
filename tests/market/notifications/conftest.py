"""A market whose events reach people, and somebody who carries their letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from rethread.market.notifications import wiring
from rethread.market.notifications.ports import MailFailed, install_post
from rethread.market.notifications.types import Letter
from rethread.platform.events.runner import drain
from rethread.web.letters import SiteLetters
from tests.market.orders.world import World, open_world


@dataclass
class Post:
    """A postman who keeps what he is given, or refuses as he is told."""

    taken: list[Letter] = field(default_factory=list)
    refusal: MailFailed | None = None
    asked: int = 0

    def send(self, letter: Letter) -> None:
        self.asked += 1
        if self.refusal is not None:
            raise self.refusal
        self.taken.append(letter)


@pytest.fixture
def post() -> Post:
    carrier = Post()
    install_post(writer=SiteLetters(), postman=carrier)
    return carrier


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        opened.works = (*opened.works, wiring.LETTERS)
        yield opened


def deliver() -> int:
    """Hand out what happened to those who tell people of it."""
    return drain(wiring.SUBSCRIPTIONS)
