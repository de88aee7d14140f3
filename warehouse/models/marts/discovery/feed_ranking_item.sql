-- What the ranker saw of the garments at the head of each ranked feed, place by place.
with placed as (
    select
        *,
        {{ places_of('listing_ids') }} as position
    from {{ ref('stg_discovery__feed_ranked') }}
)

select
    ranking_id || '#' || cast(position as varchar) as ranking_item_key,
    ranking_id,
    position,
    profile_key,
    occurred_at as served_at,
    rung,
    model_id,
    feature_schema,
    actions_through,
    candidates,
    {{ item_at('listing_ids', 'position') }} as listing_id,
    cast({{ item_at('listing_versions', 'position') }} as bigint) as listing_version,
    cast({{ item_at('heat_versions', 'position') }} as bigint) as heat_version,
    {{ item_at('sources', 'position') }} as source,
    cast({{ item_at('propensities_ppm', 'position') }} as bigint) as propensity_ppm,
    {{ item_at('features', 'position') }} as features
from placed
