-- Generated from contracts/offers; do not edit.
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
        listing_id,
        seller_key,
        amount_minor,
        list_price_minor,
        currency,
        people_count,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('offers', 'offers_sent') }}
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
    listing_id,
    seller_key,
    amount_minor,
    list_price_minor,
    currency,
    people_count
from arrivals
where arrival = 1
