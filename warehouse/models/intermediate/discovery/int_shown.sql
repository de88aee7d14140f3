-- Each garment once per ranking that was really seen, with when it was ranked and for whom.
with seen as (
    select
        ranking_id,
        listing_id,
        coalesce(subject_key, 'visitor:' || anonymous_id) as profile_key,
        surface,
        position,
        source,
        propensity_ppm,
        occurred_at as impressed_at,
        placed_at as impression_placed_at,
        row_number() over (
            partition by ranking_id, listing_id order by occurred_at, bus_partition, bus_offset
        ) as sighting
    from {{ ref('stg_discovery__listing_impressed') }}
    where surface in ('feed', 'search')
        and (subject_key is not null or anonymous_id is not null)
),

searched as (
    select ranking_id, min(occurred_at) as served_at
    from {{ ref('stg_search__search_performed') }}
    group by ranking_id
)

select
    seen.ranking_id,
    seen.listing_id,
    seen.profile_key,
    seen.surface,
    seen.position,
    seen.source,
    seen.propensity_ppm,
    seen.impressed_at,
    seen.impression_placed_at,
    coalesce(
        ranked.occurred_at,
        searched.served_at,
        min(seen.impressed_at) over (partition by seen.ranking_id)
    ) as served_at,
    ranked.actions_through as logged_actions_through
from seen
left join {{ ref('stg_discovery__feed_ranked') }} as ranked
    on ranked.ranking_id = seen.ranking_id and ranked.profile_key = seen.profile_key
left join searched on searched.ranking_id = seen.ranking_id
where seen.sighting = 1
