"""Django's registration of the outbox, the event log and their bookkeeping."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Outbox, log, offsets and dead letters live under the label `events`."""

    name = "rethread.platform.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
