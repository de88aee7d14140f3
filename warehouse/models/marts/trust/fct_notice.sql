with answered as (
    select
        notice_id,
        min(occurred_at) as answered_at,
        bool_or(upheld) as is_upheld
    from {{ ref('stg_trust__notice_answered') }}
    group by notice_id
)

select
    submitted.notice_id,
    submitted.case_id,
    submitted.object_kind,
    submitted.object_id,
    submitted.ground,
    submitted.reporter_key,
    submitted.person_key,
    submitted.has_text,
    submitted.date as submitted_date,
    submitted.occurred_at as submitted_at,
    answered.answered_at,
    answered.is_upheld
from {{ ref('stg_trust__notice_submitted') }} as submitted
left join answered on answered.notice_id = submitted.notice_id
