-- Every listing event carries the whole public snapshot, so any of them is a change of the listing.
{% set events = [
    'listing_created', 'listing_published', 'listing_updated', 'listing_reserved',
    'listing_released', 'listing_sold', 'listing_hidden', 'listing_shown',
    'listing_elsewhere', 'listing_refreshed', 'listing_removed',
] %}
{% for event in events %}
select
    '{{ event }}' as change,
    event_id,
    occurred_at,
    bus_offset,
    listing_id,
    listing_version,
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
    era,
    material,
    price_minor,
    buyer_price_minor,
    currency,
    photo_count,
    published_at
from {{ ref('stg_catalogue__' ~ event) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
