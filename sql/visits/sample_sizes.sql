-- One row per unit and list drawn at random: of how many files, by which demand, how many are drawn.
select
    populations.unit_code,
    units.unit_name,
    units.unit_level,
    populations.sample_list,
    populations.files,
    parameters.tolerable_rate,
    parameters.confidence as confidence_rate,
    cast(parameters.expected_deviations as bigint) as expected_deviations,
    sizes.intolerable_files,
    sizes.size as sample_size,
    sizes.limit_size,
    if(sizes.size = populations.files, 'all_files', 'hypergeometric') as size_convention
from visit_populations as populations
cross join stg_parameters as parameters
inner join audit_sample_sizes as sizes on populations.files = sizes.files
left join stg_units as units on populations.unit_code = units.unit_code
