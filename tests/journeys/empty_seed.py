"""Seeds nothing: a market with nobody and nothing in it, `python -m tests.journeys.empty_seed`."""

from __future__ import annotations

import json
import sys

if __name__ == "__main__":
    sys.stdout.write(json.dumps({"people": {}, "listings": {}}) + "\n")
