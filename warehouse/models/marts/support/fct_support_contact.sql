-- A contact is one person asking about one thing for one reason. One that led to no case was solved
-- by what the page said or did.
select
    asked.request_id,
    asked.object_kind,
    asked.object_id,
    asked.order_id,
    asked.reason,
    asked.side,
    asked.asker_key,
    asked.date as asked_date,
    asked.occurred_at as asked_at,
    cases.case_id,
    case
        when cases.case_id is null then 'system'
        when cases.outcome = 'open' then 'open'
        else cases.solved_by
    end as solved_by
from {{ ref('stg_support__help_asked') }} as asked
left join {{ ref('fct_support_case') }} as cases on cases.request_id = asked.request_id
