"""Scriptable faults: what goes wrong, for which operation, how often, drawn from a seeded source.

Rules live in memory: a restarted sandbox behaves well until told otherwise. It decides only; the
callers act.
"""

import fnmatch
import random
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

FaultKind = Literal[
    "apply_then_drop",
    "drop_before",
    "delay",
    "rate_limit",
    "server_error",
    "webhook_lose",
    "webhook_duplicate",
    "webhook_delay",
    "webhook_reorder",
]


@dataclass(slots=True)
class Fault:
    """One rule.

    `operation` is a shell pattern over "METHOD /path" for calls and over the event type for
    webhooks. `count` is how many more times it may strike (None: no end), `probability` how likely
    each time, `delay_s` for the delaying kinds, `applied` whether a `server_error` happened after
    the change was made.
    """

    id: int
    kind: FaultKind
    operation: str = "*"
    count: int | None = 1
    probability: float = 1.0
    delay_s: float = 1.0
    applied: bool = False
    struck: int = 0


class FaultPlan:
    """Hold the rules and draw from them; the same seed and calls give the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - faults must repeat, not surprise
        self._rules: list[Fault] = []
        self._next_id = 1
        self._lock = threading.Lock()

    def add(self, kind: str, **options: Any) -> Fault:
        """Add a rule.

        Raises:
            ValueError: for an unknown kind, or an option out of its range.
        """
        known: dict[str, FaultKind] = {name: name for name in get_args(FaultKind)}
        if kind not in known:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(get_args(FaultKind))}")
        unknown = set(options) - {"operation", "count", "probability", "delay_s", "applied"}
        if unknown:
            raise ValueError(f"unknown option {sorted(unknown)[0]!r}")
        with self._lock:
            fault = Fault(id=self._next_id, kind=known[kind], **options)
            _check(fault)
            self._next_id += 1
            self._rules.append(fault)
        return fault

    def clear(self, seed: int | None = None, *, kind: str | None = None) -> None:
        """Forget every rule, or those of one kind; with a seed, start chance anew."""
        with self._lock:
            self._rules = [rule for rule in self._rules if kind not in (None, rule.kind)]
            if seed is not None:
                self._random.seed(seed)

    def strike(self, kind: FaultKind, operation: str) -> Fault | None:
        """Return the rule that strikes this operation now, counting it, or None."""
        if not self._rules:
            return None
        with self._lock:
            for rule in self._rules:
                if rule.kind != kind or rule.count == 0:
                    continue
                if not fnmatch.fnmatchcase(operation, rule.operation):
                    continue
                if rule.probability < 1.0 and self._random.random() >= rule.probability:
                    continue
                if rule.count is not None:
                    rule.count -= 1
                rule.struck += 1
                return rule
        return None

    def uniform(self, bound: float) -> float:
        """Draw a number between 0 and `bound` from the same source."""
        with self._lock:
            return self._random.uniform(0, bound)

    def listing(self) -> list[Mapping[str, Any]]:
        """Return the rules as plain values."""
        with self._lock:
            return [asdict(rule) for rule in self._rules]


def _check(fault: Fault) -> None:
    numbers_ok = (
        isinstance(fault.probability, int | float)
        and 0 <= fault.probability <= 1
        and isinstance(fault.delay_s, int | float)
        and 0 <= fault.delay_s <= 86_400
    )
    count_ok = fault.count is None or (type(fault.count) is int and fault.count >= 1)
    if not (numbers_ok and count_ok and isinstance(fault.operation, str)):
        raise ValueError("count is a whole number >= 1 or null, probability 0..1, delay_s 0..86400")
