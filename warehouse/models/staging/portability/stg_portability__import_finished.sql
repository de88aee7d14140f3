-- Generated from contracts/portability; do not edit.
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
        import_id,
        seller_key,
        kind,
        signer,
        added_count,
        known_count,
        left_count,
        failed_count,
        review_count,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('portability', 'import_finished') }}
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
    import_id,
    seller_key,
    kind,
    signer,
    added_count,
    known_count,
    left_count,
    failed_count,
    review_count
from arrivals
where arrival = 1
