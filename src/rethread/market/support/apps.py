"""Django's registration of the support domain."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Tables of this domain carry the label `support`."""

    name = "rethread.market.support"
    label = "support"
