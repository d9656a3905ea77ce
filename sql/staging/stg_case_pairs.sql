-- One row per two staged rows that tell of the same case: of two consecutive extracts of one system that hold it, or of
-- two systems as each has it now, in the order of their rank. Rows are told by their row_id.
-- Extracts of one day are complements, and so are the lists of two bodies: neither tells what the other has altered.
with latest_of_moment as (
    select *
    from stg_case_repeats
    where is_last_in_extract
    qualify row_number() over (
        partition by current_row, sender_unit_code, moment_number order by extract_number desc
    ) = 1
),

versions as (
    select
        current_row,
        described_by,
        row_id,
        extract_number,
        lag(row_id) over by_age as row_before,
        lag(extract_number) over by_age as extract_before
    from latest_of_moment
    window by_age as (partition by current_row, sender_unit_code order by extract_number)
),

current_records as (
    select row_id, described_by, system_rank, extract_number from stg_case_repeats where row_id = current_row
),

pairs as (
    select
        true as is_one_system,
        described_by,
        current_row as record_id,
        row_before as first_row,
        row_id as second_row,
        extract_before as first_extract,
        extract_number as second_extract
    from versions
    where row_before is not null
    union all
    select
        false,
        one.described_by,
        one.row_id,
        one.row_id,
        other.row_id,
        one.extract_number,
        other.extract_number
    from current_records as one
    inner join current_records as other
        on one.described_by = other.described_by and one.system_rank < other.system_rank
)

-- Closed: finished, handed over or withdrawn. Past due: the original due date lies before the day of the extract.
select
    pairs.is_one_system,
    pairs.described_by,
    pairs.record_id,
    pairs.first_row,
    pairs.second_row,
    pairs.first_extract,
    pairs.second_extract,
    cases.finished_at is not null
    or cases.returned_at is not null
    or cases.is_status_closed as was_closed,
    coalesce(cases.due_at_original::date < extracts.as_of::date, false) as was_past_due
from pairs
inner join stg_cases as cases on pairs.first_row = cases.row_id
inner join stg_case_extracts as extracts on pairs.first_extract = extracts.extract_number
