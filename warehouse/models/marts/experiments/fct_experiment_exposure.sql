-- When a unit first saw its variant. A unit that was seen in two variants is marked, not counted.
select
    experiment || '.v' || cast(experiment_version as varchar) || ':' || unit_key as exposure_key,
    experiment || '.v' || cast(experiment_version as varchar) as experiment_key,
    experiment,
    experiment_version,
    unit_key,
    min(variant) as variant,
    count(distinct variant) > 1 as is_crossed,
    min(occurred_at) as first_exposed_at,
    max(occurred_at) as last_exposed_at,
    count(distinct date) as days
from {{ ref('stg_experiments__unit_exposed') }}
group by experiment, experiment_version, unit_key
