-- Generated from contracts/support; do not edit.
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
        case_id,
        order_id,
        asked_by,
        due_at,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('support', 'return_asked') }}
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
    case_id,
    order_id,
    asked_by,
    due_at
from arrivals
where arrival = 1
