"""Django's registration of the accounts domain."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of this domain carry the label `accounts`."""

    name = "rethread.market.accounts"
    label = "accounts"
