-- One row per line of a unit's own report, with what the rules A8, A8C and A8R look at: whether its figures add up,
-- begin as the report before ended, and are those of the recount under any convention.
with reported as (
    select reports.*, extracts.layout
    from reported_form_06 as reports
    inner join source_extracts as extracts on reports.extract_id = extracts.extract_id
    where coalesce(reports.is_latest, true)
),

named as (
    select
        reported.*,
        case when line_kind = 'total' then 'Tổng số' else item end as line_name,
        concat(
            shown(period_from),
            '–',
            shown(period_to),
            ' · ',
            case when line_kind = 'total' then 'Tổng số' else item end
        ) as line_in_period
    from reported
),

-- Each line names itself by period and item; of lines alike every one after the first has its number.
numbered as (
    select
        *,
        row_number() over (partition by unit_code, line_in_period order by extract_id, sheet, row_number) as place
    from named
),

-- The report before: of the same unit, with the same line, ended the day before this one begins.
before as (
    select
        numbered.extract_id,
        numbered.sheet,
        numbered.row_number,
        min(earlier.pending) as pending_before,
        min(earlier.period_from) as before_from,
        min(earlier.period_to) as before_to
    from numbered
    inner join numbered as earlier
        on
            numbered.unit_code = earlier.unit_code
            and numbered.unit_code <> 'UNRESOLVED'
            and numbered.layout = earlier.layout
            and numbered.line_kind = earlier.line_kind
            and fold_text(coalesce(numbered.item, '')) = fold_text(coalesce(earlier.item, ''))
            and earlier.period_to + 1 = numbered.period_from
    where numbered.carried_over is not null and earlier.pending is not null
    group by all
    having count(*) = 1
),

identities as (
    select
        extract_id,
        sheet,
        row_number,
        [total_difference, completed_difference, pending_difference, balance_difference, late_difference, cells_off_sum]
            as leftovers,
        [
            'tiếp nhận ≠ trực tuyến + trực tiếp + kỳ trước',
            'đã giải quyết ≠ trước hạn + đúng hạn + quá hạn',
            'đang giải quyết ≠ trong hạn + quá hạn',
            'tiếp nhận ≠ đã giải quyết + đang giải quyết',
            'tổng trễ hạn ≠ đã giải quyết quá hạn + đang giải quyết quá hạn',
            'số ô của dòng tổng khác tổng các dòng'
        ] as sentences
    from numbered
),

broken as (
    select
        extract_id,
        sheet,
        row_number,
        len(list_filter(leftovers, lambda leftover: leftover is not null)) as identities_told,
        len(list_filter(leftovers, lambda leftover: leftover <> 0)) as identities_broken,
        array_to_string(
            list_transform(
                list_filter(list_zip(sentences, leftovers), lambda pair: pair[2] <> 0),
                lambda pair: concat(pair[1], ' (lệch ', pair[2], ')')
            ), '; '
        ) as broken_names
    from identities
),

recounted as (
    select
        cells.extract_id,
        cells.sheet,
        cells.row_number,
        any_value(cells.cells_off) as cells_off,
        any_value(conventions.name_vi) as nearest_name,
        any_value(periods.label_vi) as nearest_period,
        string_agg(
            concat(cells.cell_name, ' báo cáo ', cells.reported, ', đếm lại ', cells.recounted),
            '; '
            order by cells.cell_no
        ) filter (where not cells.is_explained) as cells_off_names
    from (
        select
            reconciliation.*,
            names.cell_name,
            names.cell_no
        from form_06_reconciliation as reconciliation
        inner join stg_form_06_cell_names as names on reconciliation.cell = names.cell
        where reconciliation.is_nearest
    ) as cells
    inner join stg_conventions as conventions on cells.convention_id = conventions.convention_id
    inner join stg_report_periods as periods on cells.period_id = periods.period_id
    group by all
)

select
    numbered.unit_code,
    numbered.procedure_code,
    concat(numbered.line_in_period, case when numbered.place > 1 then concat(' #', numbered.place) end) as thing,
    numbered.line_name,
    numbered.period_from,
    numbered.period_to,
    numbered.extract_id,
    numbered.row_number,
    broken.identities_told,
    broken.identities_broken,
    broken.broken_names,
    numbered.carried_over,
    before.pending_before,
    before.before_from,
    before.before_to,
    abs(numbered.carried_over - before.pending_before) as carry_over_difference,
    recounted.cells_off,
    recounted.cells_off_names,
    recounted.nearest_name,
    recounted.nearest_period
from numbered
inner join broken
    on
        numbered.extract_id = broken.extract_id
        and numbered.sheet = broken.sheet
        and numbered.row_number = broken.row_number
left join before
    on
        numbered.extract_id = before.extract_id
        and numbered.sheet = before.sheet
        and numbered.row_number = before.row_number
left join recounted
    on
        numbered.extract_id = recounted.extract_id
        and numbered.sheet = recounted.sheet
        and numbered.row_number = recounted.row_number
