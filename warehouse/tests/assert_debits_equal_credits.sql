-- In every journal and currency the books balance, and every transfer has both of its sides.
select journal_id, currency, sum(signed_minor) as difference_minor, count(*) as entries
from {{ ref('fct_ledger_entry') }}
group by journal_id, currency
having sum(signed_minor) <> 0 or count(*) % 2 <> 0
