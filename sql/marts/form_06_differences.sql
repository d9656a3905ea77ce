-- One row per reporting unit, period and case that the strict convention counts in another cell of Biểu 06 than the
-- convention nearest to the unit's own report does, and why.
with conventions as (
    select * from stg_conventions
),

-- The convention that a report keeps to is the one that leaves least over all of its lines.
weighed as (
    select
        unit_code,
        period_id,
        convention_id,
        sum(case when is_explained then 0 else 1 end) as cells_off,
        sum(abs(difference)) as difference
    from form_06_reconciliation
    where match = 'matched'
    group by unit_code, period_id, convention_id
),

ranked as (
    select
        weighed.unit_code,
        weighed.period_id,
        weighed.convention_id,
        row_number() over (
            partition by weighed.unit_code, weighed.period_id
            order by weighed.cells_off, weighed.difference, conventions.convention_no
        ) as nearness
    from weighed
    inner join conventions on weighed.convention_id = conventions.convention_id
),

reports as (
    select
        ranked.unit_code,
        periods.period_id,
        periods.period_from,
        periods.period_to,
        others.convention_id,
        others.basis_no,
        strict.basis_no as strict_basis_no
    from ranked
    inner join stg_report_periods as periods on ranked.period_id = periods.period_id
    inner join conventions as others on ranked.convention_id = others.convention_id
    inner join conventions as strict on strict.convention_id = 'strict'
    where ranked.nearness = 1 and ranked.convention_id <> 'strict'
),

sides as (
    select unit_code, period_id, period_from, period_to, convention_id, convention_id as counted_by, basis_no
    from reports
    union all
    select unit_code, period_id, period_from, period_to, convention_id, 'strict', strict_basis_no from reports
),

-- How a case stands at the end of the period, by its dates; what had ended before it began is not in it.
standing as (
    select
        sides.unit_code,
        sides.period_id,
        sides.convention_id,
        sides.counted_by,
        cases.record_id,
        lines.sector,
        cases.fate,
        cases.is_own,
        case when cases.closed_date <= sides.period_to then cases.ended_at end as ended_at,
        case when cases.closed_date between sides.period_from and sides.period_to then cases.ended_as end as ended_as,
        case
            when cases.closed_date <= sides.period_to and cases.stage <> 'stopped' then null
            else concat(
                case
                    when cases.stage = 'stopped' and cases.closed_date <= sides.period_to then 'stopped'
                    when
                        cases.waits_from <= sides.period_to
                        and (cases.waits_until is null or cases.waits_until > sides.period_to)
                        then 'waiting'
                    else 'open'
                end,
                case
                    when cases.is_undated then '_undated'
                    when cases.overdue_from <= sides.period_to then '_overdue'
                    else '_in_time'
                end
            )
        end as open_as
    from sides
    inner join stg_counted_lines as lines on sides.unit_code = lines.unit_code
    inner join form_06_case_states as cases on lines.line_no = cases.line_no and sides.basis_no = cases.basis_no
    where cases.received_date <= sides.period_to
),

celled as (
    select
        standing.*,
        coalesce(ended_cells.cell, open_cells.cell, 'none') as cell,
        case when ended_cells.cell is not null then standing.ended_as else standing.open_as end as state
    from standing
    left join stg_convention_cells as ended_cells
        on
            standing.counted_by = ended_cells.convention_id
            and standing.fate = ended_cells.fate
            and standing.is_own = ended_cells.is_own
            and standing.ended_as = ended_cells.state
    left join stg_convention_cells as open_cells
        on
            standing.counted_by = open_cells.convention_id
            and standing.fate = open_cells.fate
            and standing.is_own = open_cells.is_own
            and standing.open_as = open_cells.state
),

paired as (
    select
        coalesce(strict.unit_code, other.unit_code) as unit_code,
        coalesce(strict.period_id, other.period_id) as period_id,
        coalesce(strict.convention_id, other.convention_id) as convention_id,
        coalesce(strict.record_id, other.record_id) as record_id,
        coalesce(strict.sector, other.sector) as sector,
        coalesce(strict.is_own, other.is_own) as is_own,
        coalesce(other.fate, strict.fate) as fate,
        coalesce(strict.cell, 'none') as cell_strict,
        coalesce(other.cell, 'none') as cell_other,
        strict.state as state_strict,
        other.state as state_other,
        strict.ended_at as ended_strict,
        other.ended_at as ended_other
    from (select * from celled where counted_by = 'strict') as strict
    full outer join (select * from celled where counted_by <> 'strict') as other
        on
            strict.unit_code = other.unit_code
            and strict.period_id = other.period_id
            and strict.record_id = other.record_id
)

select
    paired.unit_code,
    units.unit_name,
    paired.period_id,
    paired.sector,
    records.case_id,
    paired.convention_id,
    paired.cell_strict,
    paired.cell_other,
    case
        when paired.cell_other = 'left_out' and not paired.is_own then 'not_in_own_system'
        when paired.cell_other = 'left_out' then concat(paired.fate, '_left_out')
        when paired.cell_strict = 'withdrawn' then 'withdrawn_as_on_time'
        when paired.state_strict like 'stopped%' and conventions.stopped = 'apart' then 'stopped_apart'
        when paired.state_strict like 'stopped%' and conventions.stopped = 'left_out' then 'stopped_left_out'
        when paired.state_strict like 'stopped%' and conventions.stopped = 'in_time' then 'stopped_as_in_time'
        when paired.state_strict = paired.state_other and paired.state_other like 'waiting%' then 'waiting_as_in_time'
        when paired.state_strict = paired.state_other and paired.state_other = 'undated' then 'undated_as_on_time'
        when paired.state_strict = paired.state_other and paired.state_other like '%undated' then 'undated_as_in_time'
        when
            substr(paired.cell_strict, 1, 7) = substr(paired.cell_other, 1, 7)
            and coalesce(
                paired.ended_strict = paired.ended_other, paired.ended_strict is null and paired.ended_other is null
            )
            then 'clock'
        else 'end_is_handover'
    end as why
from paired
inner join conventions on paired.convention_id = conventions.convention_id
inner join stg_case_records as records on paired.record_id = records.record_id
left join stg_units as units on paired.unit_code = units.unit_code
where paired.cell_strict <> paired.cell_other
