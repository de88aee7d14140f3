"""Django's registration of measurement."""

from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    """Tables of this package carry the label `measurement`."""

    name = "rethread.insight.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"
