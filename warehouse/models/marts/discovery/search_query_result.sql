-- Every result that was really seen, with what the person did with it within a day.
select
    shown.ranking_id || ':' || shown.listing_id as search_result_key,
    shown.ranking_id,
    shown.listing_id,
    shown.profile_key,
    searched.query_hash,
    searched.sort,
    shown.position,
    shown.served_at,
    shown.impressed_at,
    coalesce(max(case when acted.kind in ('click', 'view') then 1 end), 0) = 1 as was_clicked,
    coalesce(max(case when acted.kind = 'like' then 1 end), 0) = 1 as was_liked,
    coalesce(max(case when acted.kind = 'bag' then 1 end), 0) = 1 as was_bagged,
    coalesce(max(case when acted.kind = 'buy' then 1 end), 0) = 1 as was_bought
from {{ ref('int_shown') }} as shown
inner join (
    select ranking_id, min(query_hash) as query_hash, min(sort) as sort
    from {{ ref('stg_search__search_performed') }}
    group by ranking_id
) as searched on searched.ranking_id = shown.ranking_id
left join {{ ref('user_item_interactions') }} as acted
    on acted.profile_key = shown.profile_key
    and acted.listing_id = shown.listing_id
    and acted.acted_at >= shown.served_at
    and acted.acted_at <= shown.served_at + interval 1 day
where shown.surface = 'search'
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
