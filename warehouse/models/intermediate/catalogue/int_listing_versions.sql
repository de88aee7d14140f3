-- What every version of a listing said, with the lists that ranking reads; one row per version.
{% set events = [
    'listing_created', 'listing_published', 'listing_updated', 'listing_reserved',
    'listing_released', 'listing_sold', 'listing_hidden', 'listing_shown',
    'listing_elsewhere', 'listing_refreshed', 'listing_removed',
] %}
{% for event in events %}
select
    listing_id, listing_version, occurred_at, placed_at, bus_offset, seller_key, shop_id, status,
    department, category, type, brand, size, size_system, condition, colours, styles,
    buyer_price_minor, currency, published_at
from {{ ref('stg_catalogue__' ~ event) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
