{# A source keeps what its contract promises: one row per broken promise, counted. #}
{% test honours_contract(model, required, accepted) %}
with broken as (
    {% for column in required %}
    select '{{ column }} is null' as promise, count(*) as failures
    from {{ model }} where {{ column }} is null
    {% if not loop.last or accepted %}union all{% endif %}
    {% endfor %}
    {% for column, values in accepted.items() %}
    select '{{ column }} is not one of its values' as promise, count(*) as failures
    from {{ model }}
    where {{ column }} is not null
        and {{ column }} not in ({% for value in values %}'{{ value }}'{% if not loop.last %}, {% endif %}{% endfor %})
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from broken where failures > 0
{% endtest %}
