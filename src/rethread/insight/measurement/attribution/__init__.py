"""Shares purchases out among the channels of their paths: one count of the paths, many models.

Pure numbers: no database and no clock. A credit says which doors people came through before they
bought, not what would have been lost without the door.
"""

from .counting import Counts, count_paths
from .models import MODELS, Model, attribute
from .paths import Paths

__all__ = ["MODELS", "Counts", "Model", "Paths", "attribute", "count_paths"]
