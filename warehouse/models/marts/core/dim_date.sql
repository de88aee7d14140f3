with bounds as (
    select
        coalesce(min(date), date '2026-01-01') as first_date,
        coalesce(max(date), date '2026-01-01') as last_date
    from {{ ref('fct_event') }}
),

days as (
    {{ days_between('first_date', 'last_date') }}
)

select
    date,
    cast(extract(year from date) as bigint) as year,
    cast(extract(month from date) as bigint) as month,
    cast(extract(day from date) as bigint) as day_of_month,
    -- Monday is 1, as in ISO 8601.
    {{ iso_day_of_week("date") }} as day_of_week,
    {{ iso_day_of_week("date") }} >= 6 as is_weekend
from days
