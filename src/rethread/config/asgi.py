"""The ASGI entry point of the process that tells open pages what is new. It loads no Django."""

from __future__ import annotations

from urllib.parse import urlsplit

from rethread.platform.live.server import LiveOptions, LiveServer

from . import environment


def _options() -> LiveOptions:
    value = environment.load()
    names = ("localhost", "127.0.0.1", value.host, urlsplit(value.base_url).hostname or "")
    return LiveOptions(
        secret_key=value.secret_key or environment.secret_key(value.home),
        database_url=value.database_url,
        hosts={*names, *(name.strip() for name in value.allowed_hosts.split(","))} - {""},
        connections_max=value.live_connections_max,
    )


application = LiveServer(_options())
