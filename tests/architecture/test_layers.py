"""What import-linter cannot see: who listens to whom, and that no domain is left unguarded."""

from __future__ import annotations

import tomllib
from typing import Any

from rethread.config.wiring import SUBSCRIPTIONS

from .source import PACKAGE, ROOT

INTERNALS = ("models", "tasks", "handlers", "adapters", "migrations", "apps")


def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert settings["exclude_type_checking_imports"] is False
    contracts: list[dict[str, Any]] = settings["contracts"]
    return contracts


def _depths() -> dict[str, int]:
    market = next(c for c in _contracts() if c["name"] == "the market")
    return {
        name.strip(" ()"): depth
        for depth, layer in enumerate(market["layers"])
        for name in layer.split("|")
    }


def _domains() -> list[str]:
    return sorted(p.name for p in (PACKAGE / "market").iterdir() if (p / "__init__.py").exists())


def test_no_contract_knows_an_exception() -> None:
    excused = [c["name"] for c in _contracts() if any("ignore" in key for key in c)]
    assert not excused


def test_handlers_listen_to_packages_below_their_own() -> None:
    depths = _depths()
    listening = {
        (s.handle.__module__.split(".")[2], s.event_name.split(".")[0]) for s in SUBSCRIPTIONS
    }
    upward = [(who, whom) for who, whom in listening if depths[whom] <= depths[who]]
    assert listening
    assert not upward


def test_every_domain_keeps_its_internals_to_itself() -> None:
    guarded = {
        module
        for contract in _contracts()
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    existing = {
        f"rethread.market.{domain}.{name}"
        for domain in _domains()
        for name in INTERNALS
        if (PACKAGE / "market" / domain / name).is_dir()
        or (PACKAGE / "market" / domain / f"{name}.py").is_file()
    }
    assert existing == guarded


def test_the_inner_layers_are_checked_in_every_domain() -> None:
    inner = next(c for c in _contracts() if c["name"] == "inside a domain")
    assert sorted(inner["containers"]) == [f"rethread.market.{d}" for d in _domains()]
    assert inner["exhaustive"] is True
