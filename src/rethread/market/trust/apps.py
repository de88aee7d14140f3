"""Django's registration of the trust domain."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Tables of this domain carry the label `trust`."""

    name = "rethread.market.trust"
    label = "trust"
