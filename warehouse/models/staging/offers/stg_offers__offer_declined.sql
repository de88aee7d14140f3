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
        offer_id,
        listing_id,
        buyer_key,
        seller_key,
        amount_minor,
        buyer_price_minor,
        currency,
        declined_by,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('offers', 'offer_declined') }}
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
    offer_id,
    listing_id,
    buyer_key,
    seller_key,
    amount_minor,
    buyer_price_minor,
    currency,
    declined_by
from arrivals
where arrival = 1
