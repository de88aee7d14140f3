select
    experiment || '.v' || cast(experiment_version as varchar) || ':' || variant as variant_key,
    experiment || '.v' || cast(experiment_version as varchar) as experiment_key,
    experiment,
    experiment_version,
    variant,
    max(weight_percent) as weight_percent,
    min(occurred_at) as first_exposed_at,
    max(occurred_at) as last_exposed_at,
    count(distinct unit_key) as units
from {{ ref('stg_experiments__unit_exposed') }}
group by experiment, experiment_version, variant
