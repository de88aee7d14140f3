-- What ranking may know of a listing, version by version; later events only ever add rows.
select
    listing_id || '@' || cast(listing_version as varchar) as listing_feature_key,
    listing_id,
    listing_version,
    occurred_at as valid_from,
    lead(occurred_at) over (partition by listing_id order by listing_version) as valid_to,
    placed_at as known_at,
    seller_key,
    shop_id,
    status,
    department,
    category,
    type,
    brand,
    size,
    size_system,
    condition,
    colours,
    styles,
    buyer_price_minor,
    currency,
    published_at
from {{ ref('int_listing_versions') }}
