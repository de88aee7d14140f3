"""Django's registration of the pricing domain."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Tables of this package carry the label `pricing`."""

    name = "rethread.market.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"
