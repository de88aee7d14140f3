-- The interest in each listing, count by count, as ranking knew it.
select
    listing_id || '@' || cast(heat_version as varchar) as listing_heat_key,
    listing_id,
    heat_version,
    occurred_at as valid_from,
    lead(occurred_at) over (partition by listing_id order by heat_version) as valid_to,
    placed_at as known_at,
    clicks,
    likes,
    bags
from {{ ref('stg_discovery__heat_counted') }}
