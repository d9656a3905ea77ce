-- One row per directive's measure and procedure that it counts: the office's list, with the day the directive began.
select distinct
    trim(measure) as measure,
    coalesce(nullif(regexp_extract(procedure_code, '\d\.\d{6}'), ''), upper(nfc_normalize(written(procedure_code))))
        as procedure_code,
    try_cast(written(from_date) as date) as from_date
from ref_tracked_procedures
where written(procedure_code) is not null
