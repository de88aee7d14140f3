"""Django's registration of the discovery domain."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """The domain has no tables yet."""

    name = "rethread.market.discovery"
    label = "discovery"
