select
    event_id,
    event_name,
    date,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    producer,
    schema_version,
    bus_partition,
    bus_offset
from {{ ref('int_events_unioned') }}
