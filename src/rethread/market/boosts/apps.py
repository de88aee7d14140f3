"""Django's registration of the boosts domain."""

from django.apps import AppConfig


class BoostsConfig(AppConfig):
    """Tables of this domain carry the label `boosts`."""

    name = "rethread.market.boosts"
    label = "boosts"
