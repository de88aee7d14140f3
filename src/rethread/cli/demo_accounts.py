"""The three sign-ins of a demo market, printed at its start."""

from __future__ import annotations

from rethread.simulation.people import DEMO_BUYER, DEMO_SELLER

BUYER = DEMO_BUYER
SELLER = DEMO_SELLER
STAFF = "staff@demo.rethread.example"
DEMO_PASSWORD = "preloved-demo-2026"  # noqa: S105  # printed for visitors of a local demo
