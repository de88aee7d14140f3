-- Generated from contracts/fulfilment; do not edit.
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
        shipment_id,
        order_id,
        scan_id,
        scan_kind,
        scanned_at,
        direction,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('fulfilment', 'shipment_scanned') }}
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
    shipment_id,
    order_id,
    scan_id,
    scan_kind,
    scanned_at,
    direction
from arrivals
where arrival = 1
