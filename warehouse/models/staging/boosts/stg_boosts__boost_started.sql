-- Generated from contracts/boosts; do not edit.
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
        boost_id,
        listing_id,
        seller_key,
        click_minor,
        day_cap_minor,
        cap_minor,
        currency,
        rate_version,
        days,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('boosts', 'boost_started') }}
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
    boost_id,
    listing_id,
    seller_key,
    click_minor,
    day_cap_minor,
    cap_minor,
    currency,
    rate_version,
    days
from arrivals
where arrival = 1
