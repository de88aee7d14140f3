"""What attribution costs: 1,000,000 paths, every model, CPU seconds and peak memory.

    python benchmarks/attribution.py [--paths 1000000] [--peer-python PATH]

Peers run in a Python of their own (`--peer-python`, one with `marketing_attribution_models`) and
never in this process. Without one, a plain-Python reference of some of it stands beside.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from rethread.insight.measurement.attribution import MODELS, Paths, attribute, count_paths
from rethread.insight.measurement.rules.channels import CHANNELS

SEED = 11
MEAN_LENGTH = 4.0
DAY_S = 86_400.0


def draw_paths(count: int) -> Paths:
    """Draw paths with channels of unequal size, geometric lengths up to 30, one in five bought."""
    rng = np.random.default_rng(SEED)
    lengths = np.minimum(rng.geometric(1 / MEAN_LENGTH, count), 30).astype(np.intp)
    weights = 1 / np.arange(1, len(CHANNELS) + 1)
    touches = int(lengths.sum())
    return Paths(
        channels=CHANNELS,
        codes=rng.choice(len(CHANNELS), touches, p=weights / weights.sum()).astype(np.intp),
        starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.intp),
        ages_s=rng.uniform(0, 30 * DAY_S, touches),
        converted=rng.random(count) < 0.2,
    )


def plain_reference(paths: Paths) -> dict[str, float]:
    """Time the heuristics alone, path by path in plain Python; return CPU seconds per step."""
    began = time.process_time()
    codes, starts = paths.codes.tolist(), paths.starts.tolist()
    bought = paths.converted.tolist()
    k = len(paths.channels)
    first, last, linear = [0.0] * k, [0.0] * k, [0.0] * k
    pairs: dict[tuple[int, int], int] = {}
    for at, converted in enumerate(bought):
        touches = codes[starts[at] : starts[at + 1]]
        for step in pairwise(touches):
            pairs[step] = pairs.get(step, 0) + 1
        if converted:
            first[touches[0]] += 1
            last[touches[-1]] += 1
            for code in touches:
                linear[code] += 1 / len(touches)
    return {"first, last, linear and order-1 steps": time.process_time() - began}


PEER = """
import resource, sys, time
import polars as pl
from mam import MAM
frame = pl.read_csv(sys.argv[1], schema_overrides={'ages': pl.String})
began = time.process_time()
mam = MAM(frame, format_type='journey', channels_colname='path', user_id_colname='id',
          time_till_conv_colname='ages', journey_with_conv_colname='bought')
for name in ('first_click', 'last_click', 'linear', 'position_based', 'time_decay'):
    getattr(mam, 'run_' + name)()
print(f'heuristics {time.process_time() - began:.2f} s CPU')
began = time.process_time()
mam.run_markov(transition_to_same_state=True)
print(f'Markov, order 1 {time.process_time() - began:.2f} s CPU')
began = time.process_time()
mam.run_shapley()
print(f'Shapley {time.process_time() - began:.2f} s CPU')
print(f'peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB')
"""


def peer(python: Path, paths: Paths, folder: Path) -> str:
    """Run the peer on the same paths in its own Python and return what it printed."""
    file = folder / "paths.csv"
    names = np.array(paths.channels)[paths.codes].tolist()
    hours = [f"{age / 3600:.3f}" for age in paths.ages_s.tolist()]
    starts = paths.starts.tolist()
    with file.open("w") as out:
        out.write("id,path,ages,bought\n")
        for at, bought in enumerate(paths.converted.tolist()):
            held = slice(starts[at], starts[at + 1])
            path, ages = " > ".join(names[held]), " > ".join(hours[held])
            out.write(f"{at},{path},{ages},{str(bought).lower()}\n")
    done = subprocess.run(
        [str(python), "-c", PEER, str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    return done.stdout.strip() or f"failed: {done.stderr.strip()[-300:]}"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paths", type=int, default=1_000_000)
    parser.add_argument("--peer-python", type=Path)
    parser.add_argument("--peer-paths", type=int, default=100_000)
    given = parser.parse_args()
    paths = draw_paths(given.paths)
    print(f"{len(paths):,} paths, {len(paths.codes):,} touches, {len(CHANNELS)} channels")
    began = time.process_time()
    counts = count_paths(paths)
    counted = time.process_time() - began
    found = attribute(counts)
    total = time.process_time() - began
    print(f"  all {len(MODELS)} models       {total:8.2f} s CPU (counting {counted:.2f} s)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory         {peak:8.0f} MB, the paths themselves included")
    drift = max(abs(float(credits.sum()) - counts.purchases) for credits in found.values())
    print(f"  credits - purchases {drift:8.1e} of {counts.purchases:,}")
    for what, seconds in plain_reference(paths).items():
        print(f"  plain Python        {seconds:8.2f} s CPU ({what})")
    if given.peer_python:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            few = draw_paths(given.peer_paths)
            began = time.process_time()
            attribute(count_paths(few))
            ours = time.process_time() - began
            print(f"On {len(few):,} paths: ours, all models, {ours:.2f} s; peer:")
            print("  " + peer(given.peer_python, few, Path(folder)).replace("\n", "\n  "))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
