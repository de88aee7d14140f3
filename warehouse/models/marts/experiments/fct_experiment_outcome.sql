-- What each unit did on the front page since it first saw its variant.
with acts as (
    select anonymous_id, occurred_at, 1 as impressions, 0 as opens
    from {{ ref('stg_discovery__listing_impressed') }}
    where surface = 'feed' and anonymous_id is not null
    union all
    select anonymous_id, occurred_at, 0, 1
    from {{ ref('stg_discovery__listing_clicked') }}
    where surface = 'feed' and anonymous_id is not null
)

select
    exposed.exposure_key,
    exposed.experiment_key,
    exposed.variant,
    exposed.unit_key,
    cast(coalesce(sum(acts.impressions), 0) as bigint) as feed_impressions,
    cast(coalesce(sum(acts.opens), 0) as bigint) as feed_opens
from {{ ref('fct_experiment_exposure') }} as exposed
left join acts
    on acts.anonymous_id = exposed.unit_key
    and acts.occurred_at >= exposed.first_exposed_at
where not exposed.is_crossed
group by exposed.exposure_key, exposed.experiment_key, exposed.variant, exposed.unit_key
