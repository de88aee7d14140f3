"""The desk app: holds the staff console's templates; no models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Register the console's templates with Django."""

    name = "rethread.desk"
    label = "desk"
