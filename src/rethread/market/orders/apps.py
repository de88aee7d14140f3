"""Django's registration of the orders domain."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Tables of this domain carry the label `orders`."""

    name = "rethread.market.orders"
    label = "orders"
