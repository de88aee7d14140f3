"""Write to the books. There is one way in, and nothing that stands is ever changed."""

from .posting import post_journal, post_journals

__all__ = ["post_journal", "post_journals"]
