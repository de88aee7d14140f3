-- Generated from contracts/; do not edit.
select
    'accounts.bundle_discount_set' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__bundle_discount_set') }}
union all
select
    'accounts.delivery_methods_set' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__delivery_methods_set') }}
union all
select
    'accounts.shop_currency_set' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__shop_currency_set') }}
union all
select
    'accounts.shop_opened' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__shop_opened') }}
union all
select
    'accounts.user_registered' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__user_registered') }}
union all
select
    'accounts.vacation_ended' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__vacation_ended') }}
union all
select
    'accounts.vacation_started' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_accounts__vacation_started') }}
union all
select
    'boosts.boost_charged' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_charged') }}
union all
select
    'boosts.boost_clicked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_clicked') }}
union all
select
    'boosts.boost_ended' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_ended') }}
union all
select
    'boosts.boost_paused' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_paused') }}
union all
select
    'boosts.boost_resumed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_resumed') }}
union all
select
    'boosts.boost_started' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_boosts__boost_started') }}
union all
select
    'catalogue.listing_created' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_created') }}
union all
select
    'catalogue.listing_elsewhere' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_elsewhere') }}
union all
select
    'catalogue.listing_hidden' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_hidden') }}
union all
select
    'catalogue.listing_published' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_published') }}
union all
select
    'catalogue.listing_refreshed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_refreshed') }}
union all
select
    'catalogue.listing_released' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_released') }}
union all
select
    'catalogue.listing_removed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_removed') }}
union all
select
    'catalogue.listing_reserved' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_reserved') }}
union all
select
    'catalogue.listing_shown' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_shown') }}
union all
select
    'catalogue.listing_sold' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_sold') }}
union all
select
    'catalogue.listing_updated' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_catalogue__listing_updated') }}
union all
select
    'discovery.action_recorded' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__action_recorded') }}
union all
select
    'discovery.feed_ranked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__feed_ranked') }}
union all
select
    'discovery.heat_counted' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__heat_counted') }}
union all
select
    'discovery.listing_clicked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__listing_clicked') }}
union all
select
    'discovery.listing_impressed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__listing_impressed') }}
union all
select
    'discovery.listing_viewed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_discovery__listing_viewed') }}
union all
select
    'experiments.unit_exposed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_experiments__unit_exposed') }}
union all
select
    'fulfilment.shipment_created' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_fulfilment__shipment_created') }}
union all
select
    'fulfilment.shipment_scanned' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_fulfilment__shipment_scanned') }}
union all
select
    'ledger.transfer_posted' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_ledger__transfer_posted') }}
union all
select
    'measurement.landing_recorded' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_measurement__landing_recorded') }}
union all
select
    'measurement.spend_recorded' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_measurement__spend_recorded') }}
union all
select
    'offers.offer_accepted' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_accepted') }}
union all
select
    'offers.offer_countered' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_countered') }}
union all
select
    'offers.offer_declined' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_declined') }}
union all
select
    'offers.offer_expired' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_expired') }}
union all
select
    'offers.offer_made' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_made') }}
union all
select
    'offers.offer_overtaken' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_overtaken') }}
union all
select
    'offers.offer_redeemed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_redeemed') }}
union all
select
    'offers.offer_withdrawn' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offer_withdrawn') }}
union all
select
    'offers.offers_sent' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_offers__offers_sent') }}
union all
select
    'orders.garment_bagged' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__garment_bagged') }}
union all
select
    'orders.order_cancelled' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_cancelled') }}
union all
select
    'orders.order_completed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_completed') }}
union all
select
    'orders.order_delivered' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_delivered') }}
union all
select
    'orders.order_placed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_placed') }}
union all
select
    'orders.order_refunded' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_refunded') }}
union all
select
    'orders.order_shipped' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_orders__order_shipped') }}
union all
select
    'payments.payment_captured' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_payments__payment_captured') }}
union all
select
    'payments.payout_paid' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_payments__payout_paid') }}
union all
select
    'payments.refund_succeeded' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_payments__refund_succeeded') }}
union all
select
    'payments.transfer_created' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_payments__transfer_created') }}
union all
select
    'portability.export_finished' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_portability__export_finished') }}
union all
select
    'portability.export_requested' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_portability__export_requested') }}
union all
select
    'portability.import_finished' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_portability__import_finished') }}
union all
select
    'portability.import_refused' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_portability__import_refused') }}
union all
select
    'reviews.buyer_reviewed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_reviews__buyer_reviewed') }}
union all
select
    'reviews.review_opened' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_reviews__review_opened') }}
union all
select
    'reviews.review_replied' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_reviews__review_replied') }}
union all
select
    'reviews.review_written' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_reviews__review_written') }}
union all
select
    'search.saved_search_matched' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_search__saved_search_matched') }}
union all
select
    'search.saved_search_removed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_search__saved_search_removed') }}
union all
select
    'search.search_performed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_search__search_performed') }}
union all
select
    'search.search_saved' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_search__search_saved') }}
union all
select
    'social.conversation_started' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__conversation_started') }}
union all
select
    'social.liked_price_dropped' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__liked_price_dropped') }}
union all
select
    'social.listing_liked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__listing_liked') }}
union all
select
    'social.listing_unliked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__listing_unliked') }}
union all
select
    'social.message_sent' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__message_sent') }}
union all
select
    'social.person_blocked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__person_blocked') }}
union all
select
    'social.person_unblocked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__person_unblocked') }}
union all
select
    'social.shop_followed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__shop_followed') }}
union all
select
    'social.shop_unfollowed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_social__shop_unfollowed') }}
union all
select
    'support.case_answered' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__case_answered') }}
union all
select
    'support.case_closed' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__case_closed') }}
union all
select
    'support.case_decided' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__case_decided') }}
union all
select
    'support.case_escalated' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__case_escalated') }}
union all
select
    'support.case_opened' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__case_opened') }}
union all
select
    'support.help_asked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__help_asked') }}
union all
select
    'support.return_asked' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_support__return_asked') }}
union all
select
    'trust.appeal_decided' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__appeal_decided') }}
union all
select
    'trust.appeal_made' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__appeal_made') }}
union all
select
    'trust.decision_ended' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__decision_ended') }}
union all
select
    'trust.decision_taken' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__decision_taken') }}
union all
select
    'trust.notice_answered' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__notice_answered') }}
union all
select
    'trust.notice_submitted' as event_name,
    event_id,
    schema_version,
    producer,
    occurred_at,
    received_at,
    placed_at,
    subject_key,
    anonymous_id,
    session_id,
    consent,
    partition_key,
    bus_partition,
    bus_offset,
    date
from {{ ref('stg_trust__notice_submitted') }}
