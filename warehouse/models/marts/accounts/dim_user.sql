select
    keys.user_key,
    min(registered.occurred_at) as registered_at,
    coalesce(bool_or(registered.is_staff), false) as is_staff,
    min(opened.occurred_at) as shop_opened_at,
    min(opened.shop_id) as shop_id,
    -- Known from a fact only: the registration has not arrived, or was before events began.
    min(registered.occurred_at) is null as is_inferred
from {{ ref('int_user_keys') }} as keys
left join {{ ref('stg_accounts__user_registered') }} as registered
    on registered.user_key = keys.user_key
left join {{ ref('stg_accounts__shop_opened') }} as opened
    on opened.seller_key = keys.user_key
group by keys.user_key
