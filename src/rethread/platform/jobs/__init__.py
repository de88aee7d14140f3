"""Work that happens later: due rows on the business clock, and immediate jobs (procrastinate)."""
