-- One row per path: what touched a person before a purchase, or since the last one without another.
-- A purchase is a checkout that was paid. Each begins a new path; touches older than 30 days before
-- the purchase (or before the last event of all) are outside of the window.
with purchases as (
    select
        buyer_key as person_key,
        checkout_id,
        min(placed_at) as purchased_at,
        count(*) as orders,
        sum(total_minor) as total_minor,
        sum(buyer_fee_minor + seller_fee_minor) as fees_minor
    from {{ ref('fct_order') }}
    group by buyer_key, checkout_id
),

horizon as (
    select max(occurred_at) as last_at from {{ ref('fct_event') }}
),

ends as (
    select
        person_key, checkout_id, purchased_at, orders, total_minor, fees_minor,
        lag(purchased_at) over (
            partition by person_key order by purchased_at, checkout_id
        ) as begins_after
    from purchases
    union all
    -- The open end: after the last purchase, or all of it.
    select
        touched.person_key, null, null, 0, 0, 0,
        (select max(purchased_at) from purchases where purchases.person_key = touched.person_key)
    from (select distinct person_key from {{ ref('fct_touchpoint') }}) as touched
),

touched as (
    select
        ends.person_key,
        ends.checkout_id,
        touches.channel,
        touches.campaign_key,
        {{ seconds_between('touches.touched_at', 'coalesce(ends.purchased_at, horizon.last_at)') }} as age_s,
        row_number() over (
            partition by ends.person_key, ends.checkout_id
            order by touches.touched_at, touches.touchpoint_id
        ) as place
    from ends
    cross join horizon
    inner join {{ ref('fct_touchpoint') }} as touches
        on touches.person_key = ends.person_key
        and touches.touched_at <= coalesce(ends.purchased_at, horizon.last_at)
        and (ends.begins_after is null or touches.touched_at > ends.begins_after)
        and touches.touched_at >= coalesce(ends.purchased_at, horizon.last_at) - interval 30 day
),

listed as (
    select
        person_key,
        checkout_id,
        {{ list_in_order('channel', 'place') }} as channels,
        {{ list_in_order('campaign_key', 'place') }} as campaign_keys,
        {{ list_in_order('age_s', 'place') }} as ages_s
    from touched
    group by person_key, checkout_id
)

select
    coalesce(ends.checkout_id, 'open:' || ends.person_key) as path_id,
    ends.person_key,
    ends.checkout_id is not null as is_converted,
    ends.checkout_id,
    ends.purchased_at,
    cast(ends.orders as bigint) as orders,
    cast(ends.total_minor as bigint) as total_minor,
    cast(ends.fees_minor as bigint) as fees_minor,
    coalesce({{ item_count('listed.channels') }}, 0) as touch_count,
    listed.channels,
    listed.campaign_keys,
    listed.ages_s
from ends
left join listed
    on listed.person_key = ends.person_key
    and listed.checkout_id is not distinct from ends.checkout_id
-- A purchase without touches is a row (nobody knows through which door); an open end without is none.
where ends.checkout_id is not null or listed.person_key is not null
