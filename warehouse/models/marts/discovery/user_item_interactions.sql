-- What people did with listings, in the order in which it became known to the ranking.
select
    profile_key || '#' || cast(sequence as varchar) as interaction_key,
    profile_key,
    sequence,
    listing_id,
    listing_version,
    kind,
    occurred_at as acted_at,
    placed_at as known_at
from {{ ref('stg_discovery__action_recorded') }}
