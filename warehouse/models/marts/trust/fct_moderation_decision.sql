with taken as (
    select * from {{ ref('stg_trust__decision_taken') }}
),

ended as (
    select
        decision_id,
        max(occurred_at) as ended_at,
        -- A decision that was mended or over may still be taken back: the last word counts.
        max_by(outcome, bus_offset) as outcome
    from {{ ref('stg_trust__decision_ended') }}
    group by decision_id
),

appealed as (
    select decision_id, min(occurred_at) as appealed_at
    from {{ ref('stg_trust__appeal_made') }}
    group by decision_id
),

answered as (
    select
        decision_id,
        min(occurred_at) as appeal_decided_at,
        min(outcome) as appeal_outcome,
        bool_or(by_another) as appeal_by_another
    from {{ ref('stg_trust__appeal_decided') }}
    group by decision_id
)

select
    taken.decision_id,
    taken.case_id,
    taken.person_key,
    taken.action,
    taken.ground,
    taken.automated as is_automated,
    taken.source,
    taken.object_kind,
    taken.object_id,
    taken.rules_version,
    taken.open_s,
    taken.date as decided_date,
    taken.occurred_at as decided_at,
    taken.ends_at,
    coalesce(ended.outcome, 'in_force') as status,
    ended.ended_at,
    appealed.appealed_at,
    answered.appeal_decided_at,
    case
        when appealed.appealed_at is null then 'none'
        else coalesce(answered.appeal_outcome, 'open')
    end as appeal_status,
    answered.appeal_by_another
from taken
left join ended on ended.decision_id = taken.decision_id
left join appealed on appealed.decision_id = taken.decision_id
left join answered on answered.decision_id = taken.decision_id
