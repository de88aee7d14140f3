-- Generated from contracts/ledger; do not edit.
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
        journal_id,
        transfer_id,
        journal_kind,
        debit_account,
        credit_account,
        amount_minor,
        currency,
        order_id,
        row_number() over (
            partition by event_id order by bus_partition, bus_offset
        ) as arrival
    from {{ source('ledger', 'transfer_posted') }}
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
    journal_id,
    transfer_id,
    journal_kind,
    debit_account,
    credit_account,
    amount_minor,
    currency,
    order_id
from arrivals
where arrival = 1
