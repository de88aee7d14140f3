"""Django's registration of the fulfilment domain."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    """Tables of this domain carry the label `fulfilment`."""

    name = "rethread.market.fulfilment"
    label = "fulfilment"
