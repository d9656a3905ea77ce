-- One row per unit of a known level and measure: what the unit is measured by, counted. Nothing is counted where the
-- unit's input for the measure was not delivered.
with units as (
    select
        lateness.*,
        inputs.has_due_date,
        inputs.has_channel,
        inputs.has_time_limits and inputs.has_procedure_code as has_lawful_limits,
        inputs.has_supplement_dates,
        inputs.has_petition_list
    from unit_lateness as lateness
    inner join stg_unit_inputs as inputs on lateness.unit_code = inputs.unit_code
    where lateness.unit_level is not null
),

measured as (
    select
        unit_code,
        'late' as measure,
        true as is_higher_worse,
        has_due_date as is_assessable,
        completed_late as numerator,
        completed - completed_undated as denominator
    from units
    union all
    select
        unit_code,
        'overdue',
        true,
        has_due_date,
        completed_late + pending_overdue,
        completed - completed_undated + pending_overdue
    from units
    union all
    select
        units.unit_code,
        'late_by_law',
        true,
        units.has_lawful_limits and units.has_supplement_dates and units.has_due_date,
        deadlines.late_by_lawful,
        deadlines.judged
    from units
    left join unit_deadlines as deadlines on units.unit_code = deadlines.unit_code
    union all
    select
        units.unit_code,
        'padded',
        true,
        units.has_lawful_limits and units.has_supplement_dates and units.has_due_date,
        deadlines.padded,
        deadlines.compared
    from units
    left join unit_deadlines as deadlines on units.unit_code = deadlines.unit_code
    union all
    select
        units.unit_code,
        'slip_missing',
        true,
        coalesce(slips.is_assessable, false),
        slips.slips_missing,
        slips.slips_ok + slips.slips_missing + slips.slips_faulty
    from units
    left join unit_apologies as slips on units.unit_code = slips.unit_code
    union all
    select
        units.unit_code,
        'online',
        false,
        units.has_channel,
        services.filed_online,
        services.cases_with_channel
    from units
    left join unit_online_services as services on units.unit_code = services.unit_code
    union all
    select
        units.unit_code,
        'petition_late',
        true,
        units.has_petition_list,
        petitions.answered_late + petitions.pending_overdue,
        petitions.judged_petitions
    from units
    left join unit_petitions as petitions on units.unit_code = petitions.unit_code
)

select
    measured.unit_code,
    units.unit_name,
    units.unit_level,
    units.unit_type,
    measured.measure,
    measured.is_higher_worse,
    measured.is_assessable,
    case when measured.is_assessable then coalesce(measured.numerator, 0) end as numerator,
    case when measured.is_assessable then coalesce(measured.denominator, 0) end as denominator
from measured
inner join units on measured.unit_code = units.unit_code
