-- One row per unit and spelling under which it is found: its name with or without its type, abbreviated or not, with or
-- without its district and province, before or after it. A spelling of two units stands twice and decides nothing.
-- "form" orders the ways of writing one name: 1 in full, 2 abbreviated, 3 bare, 4 the type alone ("UBND xã").
with forms as (
    select unit_code, unit_type, is_alias, types[1] || bare as own_key, 1 as form
    from stg_unit_own_names
    where bare <> '' and type_words <> ''
    union
    select unit_code, unit_type, is_alias, types[2] || bare, 2
    from stg_unit_own_names
    where bare <> '' and len(types) = 2
    union
    select
        unit_code,
        unit_type,
        is_alias,
        bare,
        case when unit_type in ('province', 'district', 'commune') then 3 else 1 end
    from stg_unit_own_names
    where bare <> ''
    union
    select unit_code, unit_type, is_alias, unnest(types) as own_key, 4 as form
    from stg_unit_own_names
    where not is_alias or bare = ''
),

-- "Chi nhánh VPĐKĐĐ huyện Đắk Hà" is known as "Chi nhánh VPĐKĐĐ", too, as long as something else tells the district.
named as (
    select unit_code, unit_type, is_alias, own_key, form from forms where form < 4 or length(own_key) > 1
    union
    select
        forms.unit_code,
        forms.unit_type,
        forms.is_alias,
        left(forms.own_key, length(forms.own_key) - length(districts.own_key)),
        5
    from forms
    inner join stg_units as units on forms.unit_code = units.unit_code
    inner join forms as districts on units.district_code = districts.unit_code
    where
        regexp_matches(forms.own_key, '^(chinhanh|cn)')
        and ends_with(forms.own_key, districts.own_key)
        and districts.form in (1, 2)
),

-- A district written twice ("Đắk Hà, Đắk Hà") is itself as well as its town; so is the province, beside its city.
places as (
    select chains.unit_code, chains.within_type, named.own_key as place_key, named.form as place_form
    from stg_unit_chains as chains
    inner join named on chains.within_code = named.unit_code
    where chains.within_type in ('district', 'province') and named.form < 4
    union
    select chains.unit_code, 'province', 't' || named.own_key, 2
    from stg_unit_chains as chains
    inner join named on chains.within_code = named.unit_code
    where chains.within_type = 'province' and named.form = 3
),

in_district as (
    select unit_code, place_key, place_form from places where within_type = 'district'
),

in_province as (
    select unit_code, place_key, place_form from places where within_type = 'province'
),

-- What stands before and after the name. "is_plain" marks the arrangements that misspelt names are compared with.
arranged as (
    select unit_code, '' as before_key, '' as after_key, 0 as place_form, true as is_plain from stg_units
    union all
    select unit_code, unnest([place_key, '']), unnest(['', place_key]), place_form, place_form in (1, 3)
    from in_district
    union all
    select unit_code, unnest([place_key, '']), unnest(['', place_key]), place_form + 10, false
    from in_province
    union all
    select
        districts.unit_code,
        unnest(['', '', d, p, d || p, p || d]),
        unnest([d || p, p || d, p, d, '', '']),
        district_form,
        unnest([true, false, false, false, false, true]) and district_form = province_form and district_form in (1, 3)
    from (select unit_code, place_key as d, place_form as district_form from in_district) as districts
    inner join (select unit_code, place_key as p, place_form as province_form from in_province) as provinces
        on districts.unit_code = provinces.unit_code
),

spellings as (
    select
        named.unit_code,
        arranged.before_key || named.own_key || arranged.after_key as unit_key,
        named.form in (1, 2) as is_typed,
        named.form = 4 as is_type_only,
        arranged.is_plain and named.form in (1, 3) as is_plain,
        not named.is_alias as is_official
    from named
    inner join arranged on named.unit_code = arranged.unit_code
    where named.form < 4 or arranged.place_form < case named.form when 4 then 1 else 10 end
),

-- The analyst's word: a name that fits several units means this one, everywhere or in this district.
decided as (
    select
        unit_key(aliases.alias) as unit_key,
        units.unit_code,
        coalesce(nullif(trim(aliases.district_code), ''), '*') as decides_in
    from ref_unit_aliases as aliases
    inner join stg_units as units on trim(aliases.unit_code) = units.unit_code
    where unit_key(aliases.alias) <> ''
),

keys as (
    select unit_key, unit_code, is_typed, is_type_only, is_plain, is_official, false as is_code, null as decides_in
    from spellings
    union all
    select code_key, unit_code, true, false, false, true, true, null from stg_unit_codes
    union all
    select unit_key, unit_code, true, false, true, false, false, decides_in from decided
)

select
    replace(unit_key, '@', '') as unit_key,
    unit_code,
    bool_and(is_typed) as is_typed,
    bool_and(is_type_only) as is_type_only,
    bool_or(is_plain) as is_plain,
    bool_or(is_code) as is_code,
    bool_or(is_official) as is_official,
    list_sort(list(distinct decides_in) filter (where decides_in is not null)) as decides_in
from keys
where unit_key <> ''
group by all
