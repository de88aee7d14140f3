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
        decision_id,
        case_id,
        action,
        ground,
        automated,
        object_kind,
        object_id,
        person_key,
        source,
        rules_version,
        open_s,
        ends_at,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('trust', 'decision_taken') }}
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
    decision_id,
    case_id,
    action,
    ground,
    automated,
    object_kind,
    object_id,
    person_key,
    source,
    rules_version,
    open_s,
    ends_at
from arrivals
where arrival = 1
