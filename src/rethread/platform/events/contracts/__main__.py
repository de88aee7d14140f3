"""`python -m rethread.platform.events.contracts lint|generate|check-fresh [ROOT]`."""

from __future__ import annotations

import sys
from pathlib import Path

from . import ContractProblem, check_fresh, generate, lint


def main(arguments: list[str]) -> int:
    """Run one of the three commands and return the exit code."""
    command = arguments[0] if arguments else ""
    root = Path(arguments[1]) if len(arguments) > 1 else Path.cwd()
    try:
        if command == "lint":
            return _report(lint(root))
        if command == "check-fresh":
            return _report(check_fresh(root))
        if command == "generate":
            for path in generate(root):
                sys.stdout.write(f"{path}\n")
            return 0
    except ContractProblem as problem:
        return _report([str(problem)])
    return _report([str(__doc__)])


def _report(lines: list[str]) -> int:
    for line in lines:
        sys.stderr.write(f"{line}\n")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
