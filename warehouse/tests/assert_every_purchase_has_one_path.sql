-- Every paid checkout ends exactly one path, with the money of its orders.
with purchases as (
    select checkout_id, sum(total_minor) as total_minor
    from {{ ref('fct_order') }}
    group by checkout_id
),

paths as (
    select checkout_id, sum(total_minor) as total_minor, count(*) as paths
    from {{ ref('fct_conversion_path') }}
    where is_converted
    group by checkout_id
)

select coalesce(purchases.checkout_id, paths.checkout_id) as checkout_id, paths.paths
from purchases
full outer join paths on paths.checkout_id = purchases.checkout_id
where paths.paths is distinct from 1 or paths.total_minor is distinct from purchases.total_minor
