"""Start the sandbox by `python -m rethread.sandbox HOME [--host H] [--port P] [--webhook URL
SECRET]`.

A thin door for subprocesses; the `rethread` command has one of its own.
"""

import argparse
from pathlib import Path

from rethread.sandbox.server import serve
from rethread.sandbox.state import SandboxOptions, WebhookTarget
from rethread.sandbox.stripe.options import StripeOptions


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m rethread.sandbox")
    parser.add_argument("home", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument(
        "--webhook", nargs=2, action="append", default=[], metavar=("URL", "SECRET")
    )
    given = parser.parse_args()
    options = SandboxOptions(
        stripe=StripeOptions(base_url=f"http://{given.host}:{given.port}"),
        webhooks=tuple(WebhookTarget(url, secret) for url, secret in given.webhook),
    )
    serve(given.host, given.port, given.home, options=options)


if __name__ == "__main__":
    main()
