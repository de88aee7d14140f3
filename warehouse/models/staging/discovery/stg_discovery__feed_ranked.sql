-- Generated from contracts/discovery; do not edit.
with arrivals as (
    select
        event_id,
        schema_version,
        producer,
        occurred_at,
        received_at,
        placed_at,
        subject_key,
        anonymous_id,
        session_id,
        consent,
        partition_key,
        bus_partition,
        bus_offset,
        date,
        ranking_id,
        profile_key,
        rung,
        model_id,
        feature_schema,
        actions_through,
        candidates,
        listing_ids,
        listing_versions,
        heat_versions,
        sources,
        propensities_ppm,
        features,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('discovery', 'feed_ranked') }}
)

select
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date,
    ranking_id,
    profile_key,
    rung,
    model_id,
    feature_schema,
    actions_through,
    candidates,
    listing_ids,
    listing_versions,
    heat_versions,
    sources,
    propensities_ppm,
    features
from arrivals
where arrival = 1
