{#- Every build writes a new file (see profiles.yml): there is no older table to keep, to rename or to drop, and no
reader to hide the new one from, so storing a model is one statement. -#}
{% materialization table, adapter='duckdb' %}
    {%- set made = this.incorporate(type='table') -%}
    {%- call statement('main', auto_begin=False) -%}
        create table {{ made }} as ({{ sql }})
    {%- endcall -%}
    {{ return({'relations': [made]}) }}
{% endmaterialization %}
