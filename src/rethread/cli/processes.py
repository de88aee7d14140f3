"""Single processes: web, sandbox, migrations, and the database they need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from rethread.config import environment
from rethread.config.embedded_postgres import EmbeddedPostgres
from rethread.platform.kernel.settings import Settings


def embedded(value: Settings) -> EmbeddedPostgres:
    """Return the embedded server that belongs to a market's home."""
    return EmbeddedPostgres(value.home.resolve() / "postgres")


@contextmanager
def database(value: Settings) -> Iterator[str]:
    """Yield the URL of a running database: the given one, the running embedded one, or one
    started for the length of this command."""
    if value.database_url:
        yield value.database_url
        return
    server = embedded(value)
    if server.running_pid():
        yield _use(server)
        return
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        yield _use(server)
    finally:
        server.stop(process)


def _use(server: EmbeddedPostgres) -> str:
    url = server.url()
    environment.use_database(url)
    return url


def start_django() -> None:
    """Load Django with this process's settings and wire the ports; call once per process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
    import django

    django.setup()
    from rethread.config.wiring import wire

    wire()


def run_migrate() -> None:
    """Apply migrations and collect static files."""
    value = environment.load()
    with database(value):
        start_django()
        apply_migrations()
    click.echo("The database is up to date.")


def apply_migrations() -> None:
    """Apply every migration, with a lock timeout so that a busy table is never queued behind."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def run_web() -> None:
    """Serve pages and API through Granian until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    value = environment.load()
    Granian(
        "rethread.config.wsgi:application",
        address=value.host,
        port=value.port,
        interface=Interfaces.WSGI,
        workers=value.web_workers,
        blocking_threads=value.web_threads,
        backlog=256,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def run_live() -> None:
    """Keep pages connected and tell them what is new until told to stop.

    One process: what one hears, all hear, so more of them are started beside one another.
    """
    from granian import Granian
    from granian.constants import Interfaces

    value = environment.load()
    with database(value):
        Granian(
            "rethread.config.asgi:application",
            address=value.host,
            port=value.live_port,
            interface=Interfaces.ASGI,
            workers=1,
            backlog=1024,
            log_access=False,
            respawn_failed_workers=True,
            workers_kill_timeout=3,
        ).serve()


def run_sandbox() -> None:
    """Serve the Stripe and carrier stand-ins until told to stop."""
    from rethread.market.payments.rules.following import FOLLOWED
    from rethread.sandbox.server import serve
    from rethread.sandbox.state import SandboxOptions, WebhookTarget
    from rethread.sandbox.stripe.options import StripeOptions

    value = environment.load()
    secret = value.stripe_webhook_secrets.split(",")[0] or environment.webhook_secret(value.home)
    serve(
        value.host,
        value.sandbox_port,
        value.home / "sandbox",
        options=SandboxOptions(
            stripe=StripeOptions(base_url=value.sandbox_url),
            webhooks=(
                WebhookTarget(
                    f"http://{value.host}:{value.port}/webhooks/stripe", secret, FOLLOWED
                ),
            ),
        ),
    )
