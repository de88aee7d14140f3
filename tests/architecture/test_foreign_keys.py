"""Foreign keys across packages point down the drawing and leave no trace on what they point at."""

from __future__ import annotations

import tomllib

from django.apps import apps
from django.db import models

from .source import ROOT


def _depths() -> dict[str, int]:
    """Map "market.orders" and the like to its depth in the drawing; higher numbers lie lower."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = {c["name"]: c["layers"] for c in contracts if c["type"] == "layers"}
    depths: dict[str, int] = {}
    for wing, offset in (("market", 100), ("insight", 200), ("platform", 300)):
        contract = "the market" if wing == "market" else wing
        for depth, layer in enumerate(layers[contract]):
            for name in layer.split("|"):
                depths[f"{wing}.{name.strip(' ()')}"] = offset + depth
    return depths


def _room(model: type[models.Model]) -> str | None:
    parts = model.__module__.split(".")
    return f"{parts[1]}.{parts[2]}" if parts[0] == "rethread" else None


def _cross_package_keys() -> list[tuple[models.Field, str, str]]:  # type: ignore[type-arg]  # any
    found = []
    for model in apps.get_models():
        room = _room(model)
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or room is None:
                continue
            target = _room(field.related_model)  # type: ignore[arg-type]  # resolved by now
            if target is not None and target != room:
                found.append((field, room, target))
    return found


def test_foreign_keys_across_packages_point_down() -> None:
    depths = _depths()
    upward = [
        f"{field} of {room} points at {target}"
        for field, room, target in _cross_package_keys()
        if depths[room] >= depths[target]
    ]
    assert _cross_package_keys()
    assert not upward


def test_foreign_keys_across_packages_leave_no_reverse_accessor() -> None:
    named = [
        str(field)
        for field, _, _ in _cross_package_keys()
        if field.remote_field.related_name != "+"
    ]
    assert not named
