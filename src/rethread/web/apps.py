"""The web app: holds templates, static files and template tags; no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register the site's templates, static files and tags with Django."""

    name = "rethread.web"
    label = "web"
