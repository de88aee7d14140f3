"""Django's registration of the portability domain."""

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """Tables of this domain carry the label `portability`."""

    name = "rethread.market.portability"
    label = "portability"
