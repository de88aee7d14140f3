"""Ask for a label, hand a parcel over, read its scans. The carrier is never called inside a
transaction: an intent is committed first, the answer and its effects commit together."""

from .calls import run_call
from .labels import create_label, hand_over, obtain_label
from .scans import read_scans

__all__ = ["create_label", "hand_over", "obtain_label", "read_scans", "run_call"]
