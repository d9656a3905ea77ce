-- One row per name of a unit, the official one and its aliases, taken apart into its type and the rest.
with names as (
    select unit_code, unit_name as spelling, false as is_alias from stg_units where unit_type is not null
    union all
    select trim(unit_code), alias, true from ref_unit_aliases where unit_key(alias) <> ''
),

worded as (
    select
        names.unit_code,
        names.is_alias,
        units.unit_type,
        fold_unit(names.spelling) as words,
        case
            when units.unit_type in ('province', 'district', 'commune')
                then regexp_extract(
                    fold_unit(names.spelling),
                    '^(tinh|thanh pho|tp|thi tran|tt|phuong|p|huyen|h|xa|x)( |$)', 1
                )
            else ''
        end as type_words
    from names
    inner join stg_units as units on names.unit_code = units.unit_code
)

select
    unit_code,
    is_alias,
    unit_type,
    type_words,
    trim(substr(words, length(type_words) + 1)) as bare_words,
    replace(substr(words, length(type_words) + 1), ' ', '') as bare,
    case
        when type_words = 'tinh' then ['tinh']
        when type_words in ('thanh pho', 'tp') then ['thanhpho', 'tp']
        when type_words in ('thi tran', 'tt') then ['thitran', 'tt']
        when type_words in ('phuong', 'p') then ['phuong', 'p']
        when type_words in ('huyen', 'h') then ['huyen', 'h']
        when type_words in ('xa', 'x') then ['xa', 'x']
    end as types
from worded
