-- Nothing is released while disputed: no order completes between the opening of a case that holds its
-- money and the moment that case is closed. Closing with a release completes it at that very moment.
select orders.order_id, cases.case_id
from {{ ref('fct_support_case') }} as cases
inner join {{ ref('fct_order') }} as orders on orders.order_id = cases.order_id
where cases.holds_money
    and orders.completed_at >= cases.opened_at
    and orders.completed_at < coalesce(cases.closed_at, timestamp '9999-12-31')
