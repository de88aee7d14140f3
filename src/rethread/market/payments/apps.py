"""Django's registration of the payments domain."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Tables of this domain carry the label `payments`."""

    name = "rethread.market.payments"
    label = "payments"
