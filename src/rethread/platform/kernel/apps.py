"""Django's registration of the kernel's tables, and what every connection is told at its start."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

STATEMENTS_KEPT = 600  # of a connection; the market has some hundreds, psycopg would keep a hundred


class KernelConfig(AppConfig):
    """The clock offset and the idempotency keys live under the label `kernel`."""

    name = "rethread.platform.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for new connections."""
        connection_created.connect(_keep_statements, dispatch_uid="rethread.keep_statements")


def _keep_statements(sender: object, connection: Any, **kwargs: object) -> None:
    """Let a connection keep every statement it prepared: making room costs more than memory."""
    connection.connection.prepared_max = STATEMENTS_KEPT
