-- What a buyer paid is what the provider was debited for the order: held goods, fee and delivery.
-- An order and its journal travel in different partitions of the bus, so what was placed within
-- the last minute of the load is judged by the next build.
with horizon as (
    select max(placed_at) - interval 1 minute as settled_through from {{ ref('fct_event') }}
),

received as (
    select order_id, sum(amount_minor) as received_minor
    from {{ ref('fct_ledger_entry') }}
    where side = 'credit'
        and transfer_id in (
            select transfer_id
            from {{ ref('fct_ledger_entry') }}
            where side = 'debit' and account like 'provider_%'
        )
        and (account = 'held:' || order_id or account in ('fee_buyer', 'shipping'))
    group by order_id
)

select orders.order_id, orders.total_minor, received.received_minor
from {{ ref('fct_order') }} as orders
cross join horizon
left join received on received.order_id = orders.order_id
where orders.bus_placed_at <= horizon.settled_through
    and (
        orders.total_minor <> coalesce(received.received_minor, 0)
        or orders.total_minor
            <> orders.item_minor + orders.buyer_fee_minor + orders.delivery_minor
    )
