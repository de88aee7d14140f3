-- Each interval of a listing ends exactly where the next begins, and exactly one is current.
with ordered as (
    select
        listing_id,
        row_version,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by listing_id order by row_version) as next_from
    from {{ ref('dim_listing') }}
)

select listing_id, row_version, valid_from, valid_to, next_from
from ordered
where valid_to is distinct from next_from or valid_to <= valid_from
