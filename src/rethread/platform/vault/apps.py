"""Django's registration of the vault of pseudonyms."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Tables of this package carry the label `vault`."""

    name = "rethread.platform.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
