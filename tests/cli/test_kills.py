"""Whatever is killed, whenever: nothing acknowledged is lost, and books and index agree.

TEST_KILLS and TEST_KILLS_SEED ask for a longer or another course.
"""

from __future__ import annotations

import os
import random
import threading
from typing import Any

import httpx
import pytest

from tests.support.factories import photo_bytes

from .market import Market, wait_until

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("TEST_KILLS", "6"))
SEED = int(os.environ.get("TEST_KILLS_SEED", "20"))
TARGETS = ("web", "postgres", "worker", "sandbox", "postgres", "live")


class Client(threading.Thread):
    """Creates listings one after another, each tried again with its key until acknowledged."""

    def __init__(self, base: str, token: str, photo_id: str) -> None:
        super().__init__(name="client", daemon=True)
        self.acknowledged: dict[str, str] = {}
        self.failures = 0
        self.refusals: list[str] = []
        self.stopping = threading.Event()
        self._base, self._token, self._photo_id = base, token, photo_id

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            title = f"Kill test {number:05}"
            while not self._create(title):
                if self.stopping.wait(0.05):
                    return

    def _create(self, title: str) -> bool:
        try:
            answer = httpx.post(
                f"{self._base}/api/v1/listings",
                json=_listing(title, self._photo_id),
                headers={"Authorization": f"Bearer {self._token}", "Idempotency-Key": title},
                timeout=10,
                trust_env=False,
            )
        except httpx.HTTPError:
            self.failures += 1
            return False
        if answer.status_code == 201:
            self.acknowledged[title] = answer.json()["id"]
            return True
        if 400 <= answer.status_code < 500 and answer.status_code not in (409, 429):
            self.refusals.append(answer.text)
        self.failures += 1
        return False


def _listing(title: str, photo_id: str) -> dict[str, Any]:
    return {
        "title": title, "type": "jeans", "department": "men", "size": "W32 L34",
        "condition": "good", "price_minor": 2500, "photo_ids": [photo_id], "publish": True,
    }  # fmt: skip


def _upload(base: str, token: str) -> str:
    answer = httpx.post(
        f"{base}/api/v1/photos",
        content=photo_bytes(seed=1),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"},
        timeout=30,
        trust_env=False,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _work_until(client: Client, more: int) -> None:
    goal = len(client.acknowledged) + more
    wait_until(
        lambda: len(client.acknowledged) >= goal or bool(client.refusals),
        f"{more} more listings after {client.failures} failures",
    )
    assert client.refusals == []


def test_nothing_acknowledged_is_lost_whatever_is_killed(filled_market: Market) -> None:
    market, chance = filled_market, random.Random(SEED)
    market.start("up")
    market.wait_ready()
    token = market.look("key")["token"]
    client = Client(market.base, token, _upload(market.base, token))
    client.start()
    try:
        for number in range(KILLS):
            _work_until(client, chance.randint(1, 12))
            market.kill(TARGETS[number % len(TARGETS)])
        _work_until(client, chance.randint(1, 12))
        assert market.supervisor is not None
        market.supervisor.kill()
        market.supervisor.wait()
        market.start("up")
        market.wait_ready()
        _work_until(client, 3)
    finally:
        client.stopping.set()
        client.join(timeout=30)
    assert_everything_is_there(market, client)
    doctor = market.run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert market.interrupt() == 0
    assert market.running() == []


def assert_everything_is_there(market: Market, client: Client) -> None:
    found = market.look("settled")
    assert found["waiting"] == {"outbox": 0, "handlers": 0, "dirty": 0, "dead": 0}
    kept = market.look("titles", "Kill test ")
    assert {title: kept.get(title) for title in client.acknowledged} == {
        title: [listing_id] for title, listing_id in client.acknowledged.items()
    }
    assert [title for title, ids in kept.items() if len(ids) != 1] == []
    assert (found["ledger"], found["broken"], found["breaks"]) == (True, [], 0)
    assert found["index_agrees"], found["index"]
    print(  # noqa: T201  # the numbers are wanted
        f"{KILLS} kills and the supervisor's: {len(client.acknowledged)} acknowledged listings "
        f"kept, {client.failures} attempts failed meanwhile"
    )
