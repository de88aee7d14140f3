"""Django's registration of what is watched."""

from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    """Counts by hour, builds and incidents live under the label `observability`."""

    name = "rethread.insight.observability"
    label = "observability"
    default_auto_field = "django.db.models.BigAutoField"
