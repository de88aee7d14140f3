-- The latest word on what a campaign cost on a day.
with ranked as (
    select
        *,
        row_number() over (
            partition by spend_key order by revision desc, bus_offset desc
        ) as from_last
    from {{ ref('stg_measurement__spend_recorded') }}
)

select
    spend_key,
    cast(spend_day as date) as spend_date,
    channel,
    channel || ':' || campaign as campaign_key,
    campaign,
    amount_minor,
    currency,
    revision
from ranked
where from_last = 1
