"""Django's registration of the catalogue domain."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Tables of this package carry the label `catalogue`."""

    name = "rethread.market.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
