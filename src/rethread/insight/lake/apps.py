"""Django's registration of the lake's bookkeeping."""

from django.apps import AppConfig


class LakeConfig(AppConfig):
    """What was loaded and built, and when, lives under the label `lake`."""

    name = "rethread.insight.lake"
    label = "lake"
    default_auto_field = "django.db.models.BigAutoField"
