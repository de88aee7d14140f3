-- Generated from contracts/search; do not edit.
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
        ranking_id,
        query_hash,
        query_words,
        filters,
        sort,
        page,
        results_total,
        results_shown,
        took_ms,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('search', 'search_performed') }}
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
    ranking_id,
    query_hash,
    query_words,
    filters,
    sort,
    page,
    results_total,
    results_shown,
    took_ms
from arrivals
where arrival = 1
