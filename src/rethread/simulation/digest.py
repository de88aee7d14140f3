"""A digest of business facts: two runs with the same seed and scale must agree on it.

It reads tables directly because it audits what all domains wrote; wall-clock columns stay out.
"""

from __future__ import annotations

import hashlib

from django.db import connection

FACTS: tuple[tuple[str, str], ...] = (
    ("people", "SELECT id, email FROM accounts_user ORDER BY id"),
    ("shops", "SELECT id, handle, rating_sum, rating_count FROM accounts_shop ORDER BY id"),
    (
        "listings",
        "SELECT id, status, title, price_minor, buyer_price_minor, version, published_at, sold_at "
        "FROM catalogue_listing ORDER BY id",
    ),
    ("orders", "SELECT id, status, paid_at, completed_at FROM orders_order ORDER BY id"),
    (
        "ledger",
        "SELECT j.kind, j.occurred_at, d.code, c.code, t.currency, t.amount_minor "
        "FROM ledger_transfer t JOIN ledger_journal j ON j.id = t.journal_id "
        "JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id "
        "ORDER BY j.seq, t.line",
    ),
    (
        "likes",
        "SELECT user_id, listing_id, known_price_minor, dropped_at FROM social_like ORDER BY 1, 2",
    ),
    (
        "saved searches",
        "SELECT s.user_id, s.query, m.listing_id FROM search_saved s "
        "LEFT JOIN search_match m ON m.saved_search_id = s.id ORDER BY s.id, m.listing_id",
    ),
    ("reviews", "SELECT id, side, rating, text, visible_at FROM reviews_review ORDER BY id"),
    (
        "offers",
        "SELECT id, status, amount_minor, ended_by, opened_at FROM offers_offer ORDER BY id",
    ),
    (
        "boosts",
        "SELECT b.id, b.status, b.end_reason, b.spent_minor, c.clicked_at, c.price_minor, "
        "c.free_because FROM boosts_boost b LEFT JOIN boosts_click c ON c.boost_id = b.id "
        "ORDER BY b.id, c.id",
    ),
    ("messages", "SELECT id, sender_id, text, flags FROM social_message ORDER BY id"),
    (
        "decisions",
        "SELECT d.id, d.action, d.ground, d.status, s.why, a.status FROM trust_decision d "
        "JOIN trust_statementofreasons s ON s.id = d.statement_id "
        "LEFT JOIN trust_appeal a ON a.decision_id = d.id ORDER BY d.id",
    ),
    (
        "cases",
        "SELECT id, status, outcome, solved_by, opened_at, closed_at FROM support_case ORDER BY id",
    ),
    (
        "events",
        "SELECT name, count(*), min(occurred_at), max(occurred_at) FROM event_log "
        "GROUP BY name ORDER BY name",
    ),
)


def facts_digest() -> dict[str, str]:
    """Return a SHA-256 per kind of fact, and one over all under "all"."""
    digests: dict[str, str] = {}
    whole = hashlib.sha256()
    with connection.cursor() as cursor:
        for name, query in FACTS:
            cursor.execute(query)
            part = hashlib.sha256()
            for row in cursor.fetchall():
                part.update(repr(row).encode())
            digests[name] = part.hexdigest()
            whole.update(part.digest())
    digests["all"] = whole.hexdigest()
    return digests
