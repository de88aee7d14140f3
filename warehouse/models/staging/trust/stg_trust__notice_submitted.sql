-- Generated from contracts/trust; do not edit.
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
        notice_id,
        case_id,
        object_kind,
        object_id,
        ground,
        reporter_key,
        person_key,
        has_text,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('trust', 'notice_submitted') }}
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
    notice_id,
    case_id,
    object_kind,
    object_id,
    ground,
    reporter_key,
    person_key,
    has_text
from arrivals
where arrival = 1
