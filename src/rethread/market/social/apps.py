"""Django's registration of the social domain."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    """Tables of this domain carry the label `social`."""

    name = "rethread.market.social"
    label = "social"
