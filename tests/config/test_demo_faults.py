"""A fault that is asked for twice is one fault, and what it has struck stays counted."""

from __future__ import annotations

from typing import Any

import pytest

from rethread.config import demo_faults


class StandIn:
    """Keeps faults as the provider's stand-in does, without a server."""

    def __init__(self) -> None:
        self.rules: list[dict[str, Any]] = []

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        assert path == "/_control/faults"
        if method == "POST" and body is not None:
            self.rules.append({**body, "struck": 0})
        if method == "DELETE" and body is not None:
            self.rules = [rule for rule in self.rules if rule["kind"] != body["kind"]]
        return {"faults": self.rules}


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    found = StandIn()
    monkeypatch.setattr(demo_faults, "control", found.control)
    return found


def test_a_fault_asked_for_twice_goes_on_counting_what_it_struck(stand_in: StandIn) -> None:
    demo_faults.begin_fault("webhooks_lost")
    stand_in.rules[0]["struck"] = 3
    demo_faults.begin_fault("webhooks_lost")
    assert [(fault.name, fault.struck) for fault in demo_faults.faults()] == [("webhooks_lost", 3)]
    demo_faults.end_fault("webhooks_lost")
    assert demo_faults.faults() == ()
