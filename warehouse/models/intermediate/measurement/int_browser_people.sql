-- When a browser was seen with somebody signed in. A browser may be shared: a touch belongs to the
-- first person who was seen at or after it, never to one who left before.
select distinct anonymous_id, subject_key, occurred_at
from {{ ref('int_events_unioned') }}
where anonymous_id is not null and subject_key is not null
