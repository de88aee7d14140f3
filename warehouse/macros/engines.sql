{# What engines spell differently lives here and nowhere else. #}
{% macro item_count(column) %}{{ return(adapter.dispatch('item_count')(column)) }}{% endmacro %}
{% macro duckdb__item_count(column) %}cast(len({{ column }}) as bigint){% endmacro %}
{% macro spark__item_count(column) %}cast(size({{ column }}) as bigint){% endmacro %}

{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between')(first, last)) }}{% endmacro %}
{% macro duckdb__days_between(first, last) %}
select cast(day as date) as date
from bounds, unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as series(day)
{% endmacro %}
{% macro spark__days_between(first, last) %}
select explode(sequence({{ first }}, {{ last }}, interval 1 day)) as date from bounds
{% endmacro %}

{% macro iso_day_of_week(column) %}{{ return(adapter.dispatch('iso_day_of_week')(column)) }}{% endmacro %}
{% macro duckdb__iso_day_of_week(column) %}cast(isodow({{ column }}) as bigint){% endmacro %}
{% macro spark__iso_day_of_week(column) %}cast(weekday({{ column }}) + 1 as bigint){% endmacro %}

{% macro list_in_order(value, place) %}{{ return(adapter.dispatch('list_in_order')(value, place)) }}{% endmacro %}
{% macro duckdb__list_in_order(value, place) %}list({{ value }} order by {{ place }}){% endmacro %}
{% macro spark__list_in_order(value, place) %}transform(array_sort(collect_list(struct({{ place }}, {{ value }}))), pair -> pair.{{ value }}){% endmacro %}

{% macro seconds_between(first, last) %}{{ return(adapter.dispatch('seconds_between')(first, last)) }}{% endmacro %}
{% macro duckdb__seconds_between(first, last) %}cast(epoch({{ last }}) - epoch({{ first }}) as bigint){% endmacro %}
{% macro spark__seconds_between(first, last) %}cast(unix_timestamp({{ last }}) - unix_timestamp({{ first }}) as bigint){% endmacro %}
{% macro places_of(column) %}{{ return(adapter.dispatch('places_of')(column)) }}{% endmacro %}
{% macro duckdb__places_of(column) %}unnest(range(1, len({{ column }}) + 1)){% endmacro %}
{% macro spark__places_of(column) %}explode(sequence(1, size({{ column }}))){% endmacro %}

{% macro item_at(column, place) %}{{ return(adapter.dispatch('item_at')(column, place)) }}{% endmacro %}
{% macro duckdb__item_at(column, place) %}{{ column }}[{{ place }}]{% endmacro %}
{% macro spark__item_at(column, place) %}element_at({{ column }}, cast({{ place }} as int)){% endmacro %}
