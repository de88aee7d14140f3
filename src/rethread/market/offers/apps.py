"""Django's registration of the offers domain."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Tables of this domain carry the label `offers`."""

    name = "rethread.market.offers"
    label = "offers"
