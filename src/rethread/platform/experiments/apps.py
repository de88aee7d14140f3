"""Django's registration of experiments."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """Tables of this package carry the label `experiments`."""

    name = "rethread.platform.experiments"
    label = "experiments"
    default_auto_field = "django.db.models.BigAutoField"
