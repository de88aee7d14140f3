-- One row per touch: a landing, without its repetitions in the same visit (a page loaded again is
-- no second touch), with the person as they were known at that time or first became known after.
with landings as (
    select
        *,
        row_number() over (
            partition by
                coalesce(session_id, event_id), channel,
                coalesce(source, ''), coalesce(medium, ''), coalesce(campaign, '')
            order by occurred_at, event_id
        ) as repetition
    from {{ ref('stg_measurement__landing_recorded') }}
),

identified as (
    select
        landings.event_id,
        min(people.occurred_at) as known_at
    from landings
    inner join {{ ref('int_browser_people') }} as people
        on people.anonymous_id = landings.anonymous_id
        and people.occurred_at >= landings.occurred_at
    where landings.subject_key is null
    group by landings.event_id
),

named as (
    select identified.event_id, min(people.subject_key) as subject_key
    from identified
    inner join landings on landings.event_id = identified.event_id
    inner join {{ ref('int_browser_people') }} as people
        on people.anonymous_id = landings.anonymous_id
        and people.occurred_at = identified.known_at
    group by identified.event_id
)

select
    landings.landing_id as touchpoint_id,
    coalesce(
        landings.subject_key, named.subject_key, 'browser:' || landings.anonymous_id
    ) as person_key,
    landings.subject_key is null and named.subject_key is null as is_anonymous,
    landings.occurred_at as touched_at,
    landings.date as touched_date,
    landings.channel,
    landings.channel || ':' || coalesce(landings.campaign, '') as campaign_key,
    landings.campaign,
    landings.source,
    landings.medium,
    landings.click_kind,
    landings.referrer_host,
    landings.page_kind,
    landings.session_id,
    landings.taxonomy_version,
    {{ item_count('landings.defects') }} as defect_count
from landings
left join named on named.event_id = landings.event_id
where landings.repetition = 1
    and (landings.subject_key is not null or landings.anonymous_id is not null)
