"""Write to the books. There is one way in, and nothing that stands is ever changed."""

from .posting import post_journal, post_journals
from .sealing import next_seal_due, seal, seal_due, verify

__all__ = ["next_seal_due", "post_journal", "post_journals", "seal", "seal_due", "verify"]
