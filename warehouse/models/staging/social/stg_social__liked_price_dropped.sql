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
        like_id,
        listing_id,
        liker_key,
        was_minor,
        now_minor,
        currency,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('social', 'liked_price_dropped') }}
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
    like_id,
    listing_id,
    liker_key,
    was_minor,
    now_minor,
    currency
from arrivals
where arrival = 1
