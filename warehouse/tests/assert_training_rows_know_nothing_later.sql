-- No row of the training set may know an action, a version or a count from after it was ranked.
select rows.training_key, 'action' as known
from {{ ref('training_set_asof') }} as rows
inner join {{ ref('user_item_interactions') }} as acted
    on acted.profile_key = rows.profile_key and acted.sequence = rows.actions_through
where acted.acted_at > rows.served_at
union all
select rows.training_key, 'listing' as known
from {{ ref('training_set_asof') }} as rows
inner join {{ ref('listing_features') }} as item
    on item.listing_id = rows.listing_id and item.listing_version = rows.listing_version
where item.valid_from > rows.served_at
union all
select rows.training_key, 'heat' as known
from {{ ref('training_set_asof') }} as rows
inner join {{ ref('listing_heat') }} as heat
    on heat.listing_id = rows.listing_id and heat.heat_version = rows.heat_version
where heat.valid_from > rows.served_at
