-- One row per convention and period, or unit: Biểu 06 as recounted line by line, against the cases counted once more in
-- the whole province, and against the other marts where the convention counts as they do.
with province as (
    select convention_id, period_id, sum(total) as total, sum(pending) as pending
    from form_06
    where line_kind = 'total'
    group by convention_id, period_id
),

-- Once more from the cases alone: those that were there in the period, and those that were still open at its end.
spans as (
    select
        basis_no,
        fate,
        is_own,
        received_date,
        coalesce(closed_date, date '9999-12-31') as closed_date,
        count(*) as cases
    from form_06_case_states
    group by all
),

direct as (
    select
        conventions.convention_id,
        periods.period_id,
        sum(spans.cases) as total,
        sum(
            case
                when
                    spans.closed_date > periods.period_to
                    or (spans.fate = 'stopped' and conventions.stopped in ('in_time', 'by_due'))
                    then spans.cases
                else 0
            end
        ) as pending
    from spans
    inner join stg_conventions as conventions on spans.basis_no = conventions.basis_no
    inner join stg_report_periods as periods
        on
            spans.received_date <= periods.period_to
            and (
                spans.closed_date >= periods.period_from
                or (spans.fate = 'stopped' and conventions.stopped in ('in_time', 'by_due'))
            )
    where
        (conventions.systems = 'all' or spans.is_own)
        and not (spans.fate = 'withdrawn' and conventions.withdrawn = 'left_out')
        and not (spans.fate = 'stopped' and conventions.stopped = 'left_out')
        and not (spans.fate = 'waiting' and conventions.waiting = 'left_out')
    group by conventions.convention_id, periods.period_id
),

-- The convention that counts as the other marts do.
own as (
    select form_06.*
    from form_06
    inner join stg_conventions as conventions on form_06.convention_id = conventions.convention_id
    cross join stg_parameters as parameters
    where
        form_06.period_id = 'window'
        and form_06.line_kind = 'total'
        and conventions.compare = parameters.grain
        and (
            conventions.end_basis, conventions.undated, conventions.waiting, conventions.stopped, conventions.withdrawn
        )
        = ('either', 'apart', 'by_due', 'apart', 'apart')
        and conventions.systems = 'all'
),

by_province as (
    select
        coalesce(direct.convention_id, province.convention_id) as convention_id,
        coalesce(direct.period_id, province.period_id) as period_id,
        compared.left_count,
        compared.right_count
    from direct
    full outer join province on direct.convention_id = province.convention_id and direct.period_id = province.period_id
    cross join lateral (
        values (direct.total, province.total), (direct.pending, province.pending)
    ) as compared (left_count, right_count)
),

owned as (
    select count(*) as units from own
),

by_marts as (
    select
        coalesce(units.unit_code, form.unit_code) as unit_code,
        compared.left_count,
        compared.right_count
    from unit_lateness as units
    full outer join own as form on units.unit_code = form.unit_code
    cross join owned
    cross join
        lateral (
            values
            (units.carried_over, form.carried_over),
            (units.received, form.received),
            (units.received_online, form.received_online),
            (units.completed_early, form.completed_early),
            (units.completed_on_time, form.completed_on_time),
            (units.completed_late, form.completed_late),
            (units.completed_undated, form.completed_undated),
            (units.pending_in_time, form.pending_in_time),
            (units.pending_overdue, form.pending_overdue),
            (units.pending_undated, form.pending_undated),
            (units.withdrawn, form.withdrawn),
            (units.stopped, form.stopped)
        ) as compared (left_count, right_count)
    where exists (select 1 from own)
),

counts as (
    select 'form_06_province' as identity, convention_id, period_id, null as unit_code, left_count, right_count
    from by_province
    union all
    select 'form_06_own', null, null, unit_code, left_count, right_count from by_marts
)

select
    identity,
    concat_ws(' ', convention_id, period_id, unit_code) as thing,
    sum(left_count)::bigint as left_count,
    sum(right_count)::bigint as right_count,
    sum(abs(coalesce(left_count, 0) - coalesce(right_count, 0)))::bigint as difference
from counts
group by identity, convention_id, period_id, unit_code
