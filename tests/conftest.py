"""What every test shares. The database and the home of the run are set up in `tests.settings`."""

from __future__ import annotations

pytest_plugins = ["tests.support.append_only", "tests.support.ports_restored"]
