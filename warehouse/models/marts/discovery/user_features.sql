-- What a profile's last fifty actions say, from each action until the next one.
with done as (
    select
        acted.profile_key,
        acted.sequence,
        acted.kind,
        acted.acted_at,
        acted.known_at,
        item.department,
        item.type,
        item.brand,
        item.size,
        item.buyer_price_minor
    from {{ ref('user_item_interactions') }} as acted
    left join {{ ref('listing_features') }} as item
        on item.listing_id = acted.listing_id and item.listing_version = acted.listing_version
)

select
    profile_key || '#' || cast(sequence as varchar) as user_feature_key,
    profile_key,
    sequence,
    acted_at as valid_from,
    lead(acted_at) over (partition by profile_key order by sequence) as valid_to,
    known_at,
    count(*) over lately as actions,
    count(case when kind in ('like', 'bag', 'buy') then 1 end) over lately as meant_actions,
    count(case when kind = 'buy' then 1 end) over lately as purchases,
    mode(department) over lately as usual_department,
    mode(type) over lately as usual_type,
    mode(brand) over lately as usual_brand,
    mode(size) over lately as usual_size,
    cast(round(avg(buyer_price_minor) over lately) as bigint) as usual_price_minor
from done
window lately as (
    partition by profile_key order by sequence rows between 49 preceding and current row
)
