"""Makes a filled market many times as large, in SQL: copies of its people with all that is theirs.

Filling through services costs about 40 ms a listing; a copy costs microseconds. What pages read is
copied (people, shops, listings, likes, follows, threads, bags, orders, offers, reviews, notices,
saved searches, behaviour), each copy under ids of its own and a little earlier, so that
copies follow one another in every order of time. Words repeat: a copy says what its original says.
Money is not copied: its triggers would refuse, rightly, and the pages measured ask the originals'.
"""

from __future__ import annotations

from psycopg import sql

TABLES = (
    "accounts_user", "accounts_shop", "accounts_shop_record", "accounts_address",
    "vault_pseudonym", "media_photo", "catalogue_listing", "catalogue_listingphoto",
    "social_like", "social_price_drop", "social_follow", "social_conversation", "social_message",
    "search_saved", "offers_offer", "offers_offerstep", "orders_bag", "orders_bagitem",
    "orders_checkout", "orders_order", "orders_orderline", "fulfilment_shipment",
    "reviews_review", "discovery_profile", "discovery_action", "discovery_listingheat",
    "notifications_notice",
)  # fmt: skip
APART = "37 minutes"  # between one copy and the next

# The leading half of an id is its time, by which rows are ordered; the other half becomes new.
_IDS = """
CREATE FUNCTION pg_temp.copied(id uuid, copy int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (left(id::text, 18) || '-' || left(h, 4) || '-' || substr(h, 5, 12))::uuid
    FROM (SELECT md5(id::text || ':' || copy) AS h) AS mixed
$$
"""
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL),
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
            AND a.attnum = ANY(i.indkey) AND NOT EXISTS (
                SELECT 1 FROM pg_attribute u WHERE u.attrelid = i.indrelid
                AND u.attnum = ANY(i.indkey) AND u.atttypid = 'uuid'::regtype))
FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attidentity = '' AND a.attgenerated = ''
ORDER BY a.attnum
"""


def multiply(copies: int) -> None:
    """Add `copies` - 1 copies of all that is there; one transaction, triggers resting."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_IDS)
        for table in TABLES:
            cursor.execute(_COLUMNS, [table])
            columns = cursor.fetchall()
            statement = sql.SQL(
                "INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS given, "
                "generate_series(1, {last}) AS copy"
            ).format(
                table=sql.Identifier(table),
                names=sql.SQL(", ").join(sql.Identifier(name) for name, _, _ in columns),
                values=sql.SQL(", ").join(_value(*column) for column in columns),
                last=sql.Literal(copies - 1),
            )
            cursor.execute(statement.as_string(connection.connection))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _value(name: str, kind: str, names_one: bool) -> sql.Composable:
    """Return what a copy has in a column; `names_one`: no two rows may have the same there."""
    column = sql.SQL("given.{}").format(sql.Identifier(name))
    if kind == "uuid":
        return sql.SQL("pg_temp.copied({}, copy)").format(column)
    if kind == "timestamp with time zone":
        return sql.SQL("{} - copy * interval {}").format(column, sql.Literal(APART))
    if names_one and kind in {"character varying", "text"}:
        return sql.SQL("left({}, 24) || '_' || copy").format(column)
    return column
