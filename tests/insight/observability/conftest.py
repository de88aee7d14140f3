"""A lake, a home and people of each test's own, as the lake's tests have them."""

from tests.insight.lake.conftest import home

__all__ = ["home"]
