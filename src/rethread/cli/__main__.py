"""`python -m rethread.cli` is `rethread`."""

from .main import main

main()
