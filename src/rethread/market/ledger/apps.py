"""Django's registration of the ledger domain."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Tables of this domain carry the label `ledger`."""

    name = "rethread.market.ledger"
    label = "ledger"
