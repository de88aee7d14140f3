"""Django's registration of the reviews domain."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Tables of this domain carry the label `reviews`."""

    name = "rethread.market.reviews"
    label = "reviews"
