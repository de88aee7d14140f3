-- What was shown to whom, what became of it within a day, and which facts were known when it was
-- ranked: as of the time of the event and of the time it became known, both. A row names versions
-- (actions_through, listing_version, heat_version), so features can be computed from exactly those.
with known_actions as (
    select
        shown.ranking_id,
        shown.listing_id,
        max(acted.sequence) as actions_through
    from {{ ref('int_shown') }} as shown
    inner join {{ ref('user_item_interactions') }} as acted
        on acted.profile_key = shown.profile_key
        and acted.acted_at < shown.served_at
        and acted.known_at <= shown.impression_placed_at
    where shown.logged_actions_through is null
    group by shown.ranking_id, shown.listing_id
),

known_listing as (
    select
        shown.ranking_id,
        shown.listing_id,
        max(item.listing_version) as listing_version
    from {{ ref('int_shown') }} as shown
    inner join {{ ref('listing_features') }} as item
        on item.listing_id = shown.listing_id
        and item.valid_from <= shown.served_at
        and item.known_at <= shown.impression_placed_at
    group by shown.ranking_id, shown.listing_id
),

known_heat as (
    select
        shown.ranking_id,
        shown.listing_id,
        max(heat.heat_version) as heat_version
    from {{ ref('int_shown') }} as shown
    inner join {{ ref('listing_heat') }} as heat
        on heat.listing_id = shown.listing_id
        and heat.valid_from <= shown.served_at
        and heat.known_at <= shown.impression_placed_at
    group by shown.ranking_id, shown.listing_id
),

outcome as (
    select
        shown.ranking_id,
        shown.listing_id,
        max(case acted.kind when 'buy' then 4 when 'bag' then 3 when 'like' then 2 else 1 end)
            as grade
    from {{ ref('int_shown') }} as shown
    inner join {{ ref('user_item_interactions') }} as acted
        on acted.profile_key = shown.profile_key
        and acted.listing_id = shown.listing_id
        and acted.kind <> 'unlike'
        and acted.acted_at >= shown.served_at
        and acted.acted_at <= shown.served_at + interval 1 day
    group by shown.ranking_id, shown.listing_id
)

select
    shown.ranking_id || ':' || shown.listing_id as training_key,
    shown.ranking_id,
    shown.listing_id,
    shown.profile_key,
    shown.surface,
    shown.position,
    shown.served_at,
    shown.source,
    shown.propensity_ppm,
    coalesce(shown.logged_actions_through, known_actions.actions_through, 0) as actions_through,
    coalesce(logged.listing_version, known_listing.listing_version) as listing_version,
    coalesce(logged.heat_version, known_heat.heat_version, 0) as heat_version,
    coalesce(outcome.grade, 0) as grade
from {{ ref('int_shown') }} as shown
left join {{ ref('feed_ranking_item') }} as logged
    on logged.ranking_id = shown.ranking_id and logged.listing_id = shown.listing_id
left join known_actions
    on known_actions.ranking_id = shown.ranking_id
    and known_actions.listing_id = shown.listing_id
left join known_listing
    on known_listing.ranking_id = shown.ranking_id
    and known_listing.listing_id = shown.listing_id
left join known_heat
    on known_heat.ranking_id = shown.ranking_id and known_heat.listing_id = shown.listing_id
left join outcome
    on outcome.ranking_id = shown.ranking_id and outcome.listing_id = shown.listing_id
where coalesce(logged.listing_version, known_listing.listing_version) is not null
