-- One row per unit: its late and overdue cases and their apology slips. Empty, not 0, where no slip list was delivered.
with counted as (
    select
        cases.unit_code,
        cases.unit_name,
        cases.unit_level,
        inputs.has_slip_list,
        count(case when cases.outcome in ('late', 'pending_overdue') then 1 end) as late_cases,
        count(case when cases.apology_status = 'ok' then 1 end) as ok,
        count(case when cases.apology_status = 'missing' then 1 end) as missing,
        count(case when cases.apology_status in ('late', 'no_reason', 'no_new_date', 'repeated') then 1 end) as faulty
    from cases
    left join stg_unit_inputs as inputs on cases.unit_code = inputs.unit_code
    where cases.outcome <> 'not_accepted'
    group by cases.unit_code, cases.unit_name, cases.unit_level, inputs.has_slip_list
)

select
    unit_code,
    unit_name,
    unit_level,
    has_slip_list as is_assessable,
    late_cases,
    case when has_slip_list then ok end as slips_ok,
    case when has_slip_list then missing end as slips_missing,
    case when has_slip_list then faulty end as slips_faulty,
    case when has_slip_list then share_of(missing, ok + missing + faulty) end as missing_rate
from counted
