{# These columns always hold a value; one query for all of them, for each test costs its start. #}
{% test never_null(model, columns) %}
with broken as (
    {% for column in columns %}
    select '{{ column }}' as column_name, count(*) as failures
    from {{ model }} where {{ column }} is null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from broken where failures > 0
{% endtest %}
