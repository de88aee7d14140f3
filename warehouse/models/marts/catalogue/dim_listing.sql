-- Slowly changing, type 2: what a listing was from valid_from until just before valid_to.
-- Events of one listing share a bus partition, so bus_offset is their order; of several at one
-- moment only the last was ever true for any length of time.
with settled as (
    select
        *,
        row_number() over (
            partition by listing_id, occurred_at order by bus_offset desc
        ) as from_last
    from {{ ref('int_listing_changes') }}
),

versions as (
    select
        *,
        row_number() over (partition by listing_id order by occurred_at) as row_version,
        lead(occurred_at) over (partition by listing_id order by occurred_at) as valid_to
    from settled
    where from_last = 1
)

select
    listing_id || '@' || cast(row_version as varchar) as listing_version_key,
    listing_id,
    row_version,
    occurred_at as valid_from,
    valid_to,
    valid_to is null as is_current,
    change,
    seller_key,
    shop_id,
    status,
    department,
    category,
    type,
    brand,
    size,
    size_system,
    condition,
    era,
    material,
    price_minor,
    buyer_price_minor,
    currency,
    photo_count,
    published_at
from versions
