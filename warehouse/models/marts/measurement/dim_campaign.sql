-- Campaigns, known from touches, from spend, or from both.
with touched as (
    select
        campaign_key, channel, coalesce(campaign, '') as campaign,
        min(touched_date) as first_touched_date,
        max(touched_date) as last_touched_date,
        count(*) as touches
    from {{ ref('fct_touchpoint') }}
    group by campaign_key, channel, coalesce(campaign, '')
),

paid as (
    select campaign_key, channel, campaign, min(spend_date) as first_spend_date
    from {{ ref('fct_spend') }}
    group by campaign_key, channel, campaign
)

select
    coalesce(touched.campaign_key, paid.campaign_key) as campaign_key,
    coalesce(touched.channel, paid.channel) as channel,
    coalesce(touched.campaign, paid.campaign) as campaign,
    touched.first_touched_date,
    touched.last_touched_date,
    coalesce(touched.touches, 0) as touches,
    paid.first_spend_date,
    paid.campaign_key is not null as has_spend
from touched
full outer join paid on paid.campaign_key = touched.campaign_key
