-- Generated from contracts/orders; do not edit.
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
        order_id,
        checkout_id,
        buyer_key,
        seller_key,
        listing_ids,
        item_minor,
        bundle_discount_minor,
        buyer_fee_minor,
        delivery_minor,
        seller_fee_minor,
        total_minor,
        currency,
        fee_schedule_version,
        delivery_method,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('orders', 'order_placed') }}
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
    order_id,
    checkout_id,
    buyer_key,
    seller_key,
    listing_ids,
    item_minor,
    bundle_discount_minor,
    buyer_fee_minor,
    delivery_minor,
    seller_fee_minor,
    total_minor,
    currency,
    fee_schedule_version,
    delivery_method
from arrivals
where arrival = 1
