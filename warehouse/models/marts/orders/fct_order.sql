with placed as (
    select * from {{ ref('stg_orders__order_placed') }}
),

{% for event in ['shipped', 'delivered', 'completed', 'cancelled', 'refunded'] %}
{{ event }} as (
    select order_id, min(occurred_at) as {{ event }}_at
    from {{ ref('stg_orders__order_' ~ event) }}
    group by order_id
){% if not loop.last %},{% endif %}

{% endfor %}

select
    placed.order_id,
    placed.checkout_id,
    placed.buyer_key,
    placed.seller_key,
    {{ item_count('placed.listing_ids') }} as item_count,
    placed.item_minor,
    placed.buyer_fee_minor,
    placed.delivery_minor,
    placed.seller_fee_minor,
    placed.total_minor,
    placed.currency,
    placed.date as placed_date,
    placed.occurred_at as placed_at,
    placed.placed_at as bus_placed_at,
    shipped.shipped_at,
    delivered.delivered_at,
    completed.completed_at,
    cancelled.cancelled_at,
    refunded.refunded_at,
    case
        when refunded.refunded_at is not null then 'refunded'
        when cancelled.cancelled_at is not null then 'cancelled'
        when completed.completed_at is not null then 'completed'
        when delivered.delivered_at is not null then 'delivered'
        when shipped.shipped_at is not null then 'shipped'
        else 'placed'
    end as status
from placed
{% for event in ['shipped', 'delivered', 'completed', 'cancelled', 'refunded'] %}
left join {{ event }} on {{ event }}.order_id = placed.order_id
{% endfor %}
