-- Double entry: each transfer is a debit of one account and a credit of another.
{% for side, account, sign in [('debit', 'debit_account', ''), ('credit', 'credit_account', '-')] %}
select
    transfer_id || ':{{ side }}' as entry_id,
    transfer_id,
    journal_id,
    journal_kind,
    '{{ side }}' as side,
    {{ account }} as account,
    amount_minor,
    {{ sign }}amount_minor as signed_minor,
    currency,
    order_id,
    date as posted_date,
    occurred_at as posted_at,
    placed_at as bus_placed_at
from {{ ref('stg_ledger__transfer_posted') }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
