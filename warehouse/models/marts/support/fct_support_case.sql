with opened as (
    select * from {{ ref('stg_support__case_opened') }}
),

answered as (
    select case_id, min(occurred_at) as answered_at
    from {{ ref('stg_support__case_answered') }}
    group by case_id
),

escalated as (
    select
        case_id,
        min(occurred_at) as escalated_at,
        max(case when cause = 'appeal' then 1 else 0 end) = 1 as is_appealed
    from {{ ref('stg_support__case_escalated') }}
    group by case_id
),

decided as (
    select case_id, min(occurred_at) as decided_at
    from {{ ref('stg_support__case_decided') }}
    group by case_id
),

closed as (
    select case_id, outcome, solved_by, occurred_at as closed_at
    from {{ ref('stg_support__case_closed') }}
)

select
    opened.case_id,
    opened.request_id,
    opened.object_kind,
    opened.object_id,
    opened.order_id,
    opened.reason,
    opened.opener_side,
    opened.opener_key,
    opened.holds_money,
    opened.photo_count,
    opened.date as opened_date,
    opened.occurred_at as opened_at,
    answered.answered_at,
    case when opened.status = 'with_staff' then opened.occurred_at else escalated.escalated_at end
        as with_staff_at,
    decided.decided_at,
    closed.closed_at,
    coalesce(escalated.is_appealed, false) as is_appealed,
    coalesce(closed.outcome, 'open') as outcome,
    closed.solved_by
from opened
left join answered on answered.case_id = opened.case_id
left join escalated on escalated.case_id = opened.case_id
left join decided on decided.case_id = opened.case_id
left join closed on closed.case_id = opened.case_id
