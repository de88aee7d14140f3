"""Django's registration of the notifications domain."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Tables of this domain carry the label `notifications`."""

    name = "rethread.market.notifications"
    label = "notifications"
