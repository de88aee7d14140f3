-- Everybody who ever appears in a fact, so that no fact points at nobody, whatever arrives first.
select user_key from {{ ref('stg_accounts__user_registered') }}
union
select seller_key as user_key from {{ ref('stg_accounts__shop_opened') }}
union
select seller_key as user_key from {{ ref('int_listing_changes') }}
union
select buyer_key as user_key from {{ ref('stg_orders__order_placed') }}
union
select seller_key as user_key from {{ ref('stg_orders__order_placed') }}
union
select person_key as user_key from {{ ref('stg_trust__decision_taken') }}
union
select person_key as user_key from {{ ref('stg_trust__notice_submitted') }}
