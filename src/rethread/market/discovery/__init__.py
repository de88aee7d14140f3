"""Discovery: the feed. It picks and explains; it knows no model yet, only recency and follows."""
