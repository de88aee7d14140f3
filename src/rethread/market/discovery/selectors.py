"""Read the feed."""

from __future__ import annotations

from rethread.platform.kernel import Actor

from .types import FeedPage


def feed_page(actor: Actor, cursor: str = "", limit: int = 24) -> FeedPage:
    """Return a page of live garments: newest first, followed shops' fresh ones mixed in.

    At most two queries. The first page shows at most two garments of one seller; what that holds
    back comes on the next page.
    """
    raise NotImplementedError
