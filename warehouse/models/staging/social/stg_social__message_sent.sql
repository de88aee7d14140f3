-- Generated from contracts/social; do not edit.
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
        message_id,
        conversation_id,
        about,
        sender_key,
        recipient_key,
        chars,
        photo_count,
        flags,
        is_first,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('social', 'message_sent') }}
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
    message_id,
    conversation_id,
    about,
    sender_key,
    recipient_key,
    chars,
    photo_count,
    flags,
    is_first
from arrivals
where arrival = 1
