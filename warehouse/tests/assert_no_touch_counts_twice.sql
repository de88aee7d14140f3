-- Paths share out touches: none is in two paths, so the touches of paths are no more than the touches.
with counted as (
    select
        (select sum(touch_count) from {{ ref('fct_conversion_path') }}) as in_paths,
        (select count(*) from {{ ref('fct_touchpoint') }}) as on_record
)

select * from counted where in_paths > on_record
