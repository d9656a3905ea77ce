-- One row per case of the window that a vertical system knows and of which a one-stop system could be asked, with what
-- rule E7 looks at: whether one knows it. A one-stop extract is asked only for the days, sectors and channels that it
-- claims.
with known as (
    select described_by, min(received_at) as vertical_received_at, min(case_code) as vertical_code
    from stg_case_records
    where source_system = 'vertical'
    group by described_by
),

in_one_stop as (
    select described_by
    from stg_case_records
    where source_system in (select systems.source_system from stg_systems as systems where systems.keeps_record)
    group by described_by
),

missed as (
    select absences.described_by
    from stg_case_absences as absences
    inner join stg_systems as systems on absences.system_rank = systems.system_rank
    where not absences.is_one_system and systems.keeps_record
    group by absences.described_by
)

select
    cases.case_id,
    cases.unit_code,
    cases.procedure_code,
    known.vertical_code,
    known.vertical_received_at,
    cast(in_one_stop.described_by is null as integer) as unknown_cases,
    -- Known to the vertical system only, the case is measured by that system's own dates.
    case cases.outcome
        when 'late' then concat('trễ ', cases.days_late, ' ngày so với ngày hẹn ', shown(cases.due_in_force_at))
        when 'pending_overdue'
            then concat('chưa xong, quá hạn ', cases.days_late, ' ngày so với ngày hẹn ', shown(cases.due_in_force_at))
        when 'early' then 'trước hạn'
        when 'on_time' then 'đúng hạn'
        when 'pending_in_time' then 'chưa xong, trong hạn'
        else 'không xét được trễ hạn'
    end as lateness_text
from cases
inner join known on cases.record_id = known.described_by
left join in_one_stop on known.described_by = in_one_stop.described_by
left join missed on known.described_by = missed.described_by
where in_one_stop.described_by is not null or missed.described_by is not null
