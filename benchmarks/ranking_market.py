"""Rankers in the real market: one simulated population a run, everything through its services.

Run `python benchmarks/ranking_market.py [SEED ...]`. Each ranker gets an empty market of its own
with the same people and closets; `rules` is the rung that serves before a model is trained. Slow
(about a minute of processor time a run), so intervals are wide: many seeds are compared by
`rethread ranking evaluate`, which leaves searching and paying out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

RUNGS = ("rules", "popular", "newest")
PEOPLE = {"sellers": 16, "listings": 180, "buyers": 150, "days": 20}


def live(seed: int, rung: str) -> None:
    """Run one population under one rung in this process, and print what came of it."""
    home = Path(tempfile.mkdtemp(prefix="rethread-bench-"))
    home.chmod(0o711)
    os.environ.update(
        RETHREAD_HOME=str(home),
        RETHREAD_MODE="demo",
        RETHREAD_SECRET_KEY="only-for-benchmarks",  # noqa: S106  # of a market that lives minutes
        DJANGO_SETTINGS_MODULE="rethread.config.settings",
        RETHREAD_LOG_LEVEL="ERROR",
    )
    from datetime import UTC, datetime

    from rethread.config.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(home / "postgres")
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        os.environ["DATABASE_URL"] = server.url()
        import django

        django.setup()
        from rethread.cli.processes import apply_migrations
        from rethread.config import wiring
        from rethread.config.simulated_world import simulated_world
        from rethread.market.discovery.ports import install_ladder_top
        from rethread.simulation.pictures import ExpectedPictures
        from rethread.simulation.run import Scale, Simulation

        wiring.wire()
        apply_migrations()
        install_ladder_top(rung)  # type: ignore[arg-type]  # one of RUNGS
        start = datetime(2026, 3, 2, tzinfo=UTC)
        with simulated_world(start, seed) as world:
            run = Simulation(
                Scale(seed=seed, **PEOPLE), world, ExpectedPictures(home / "p.jsonl"),
                password_hash="!",  # noqa: S106  # nobody signs in
            )  # fmt: skip
            report = run.run(start=start, clock=world.clock, on_progress=lambda *_: None)
        print(json.dumps({"visits": report.sessions, "orders": report.orders}))
    finally:
        server.stop(process)


def main(seeds: list[int]) -> None:
    """Print orders per visit for every seed and rung."""
    for seed in seeds:
        for rung in RUNGS:
            done = subprocess.run(
                [sys.executable, __file__, "--live", str(seed), rung],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            told = json.loads(done.stdout.splitlines()[-1])
            share = told["orders"] / told["visits"]
            print(f"seed {seed} {rung:8} {told['visits']:5} visits {told['orders']:4} orders "
                  f"{share:.3f} a visit", flush=True)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--live"]:
        live(int(sys.argv[2]), sys.argv[3])
    else:
        main([int(text) for text in sys.argv[1:]] or [31, 32])
