"""Django's registration of the media domain."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Tables of this package carry the label `media`."""

    name = "rethread.market.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
