-- Generated from contracts/measurement; do not edit.
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
        spend_key,
        spend_day,
        channel,
        campaign,
        amount_minor,
        currency,
        revision,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('measurement', 'spend_recorded') }}
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
    spend_key,
    spend_day,
    channel,
    campaign,
    amount_minor,
    currency,
    revision
from arrivals
where arrival = 1
