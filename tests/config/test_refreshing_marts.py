"""The marts are built anew for whatever landed since the last build began."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.config import wiring
from rethread.insight.lake.models import LakeLoad, WarehouseBuild
from rethread.platform.kernel import wall_now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("landed_s", "builds"), [(-20, 0), (5, 1), (30, 1)], ids=["before", "during", "after"]
)
def test_what_landed_while_a_build_was_running_is_built_by_the_next(
    monkeypatch: pytest.MonkeyPatch, landed_s: int, builds: int
) -> None:
    built: list[int] = []
    monkeypatch.setattr(wiring, "build_warehouse", lambda: built.append(1))
    began = wall_now() - timedelta(minutes=1)
    WarehouseBuild.objects.create(
        started_at=began, finished_at=began + timedelta(seconds=10), ok=True
    )
    LakeLoad.objects.create(
        finished_at=began + timedelta(seconds=landed_s), seconds=1, events=1, tables=1,
        loaded_through=began,
    )  # fmt: skip
    wiring.refresh_warehouse()
    assert len(built) == builds
