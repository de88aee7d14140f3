"""A writer killed at any moment loses nothing that it had committed, and leaves no lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.types import IndexDocument

# Indexes one document after another, replaces the one before, and says so after each commit.
WRITER = """
import sys
from pathlib import Path
from uuid import UUID
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.types import IndexDocument

engine = TantivyEngine(Path(sys.argv[1]))

def document(number, version):
    one = UUID(int=number)
    return IndexDocument(id=one, seller_id=one, shop_id=one, title="Coat", version=version)

for number in range(1, 10_000):
    engine.index([document(number, 1), document(max(number - 1, 1), 2)])
    engine.commit()
    print(number, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 3, 8])
def test_what_was_committed_survives_a_kill(tmp_path: Path, acknowledged: int) -> None:
    script = tmp_path / "writer.py"
    script.write_text(WRITER)
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        for _ in range(acknowledged):
            last = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    assert process.wait() == -signal.SIGKILL
    last = max(last, *(int(line) for line in rest)) if rest else last
    engine = TantivyEngine(tmp_path / "index")
    versions = {listing_id.int: version for listing_id, version in engine.versions()}
    assert len(versions) == engine.count()
    assert all(versions[number] == 2 for number in range(1, last))
    assert versions[last] in {1, 2}
    assert set(versions) <= set(range(1, last + 2))
    again = UUID(int=last)
    engine.index([IndexDocument(id=again, seller_id=again, shop_id=again, title="Coat", version=9)])
    assert engine.commit()
    assert dict(engine.versions())[again] == 9
    engine.close()
