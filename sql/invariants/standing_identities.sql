-- One row per identity: how many standings of units are at odds with the unit's interval or rank (should be 0).
with sums as (
    select
        -- Called worse or better: the interval lies on that side of the rate in the middle.
        count(
            case
                when
                    standing in ('worse', 'worse_than_common', 'better', 'better_than_common')
                    and not case
                        when starts_with(standing, 'worse') = is_higher_worse then low_rate > common_rate
                        else high_rate < common_rate
                    end
                    then 1
            end
        ) as against_interval,
        -- Called worse: the rank reaches into the worse half, and never is the best; called better the other way round;
        -- called neither: a rank in the middle is possible.
        count(
            case
                when standing in ('worse', 'worse_than_common') and 2 * rank_to <= compared_units then 1
                when standing in ('better', 'better_than_common') and 2 * rank_from > compared_units + 1 then 1
                when
                    standing = 'not_distinguishable'
                    and (2 * rank_from > compared_units + 2 or 2 * rank_to < compared_units)
                    then 1
            end
        ) as against_rank
    from unit_rates
),

-- Whatever is worse than its peers ranks behind each that is better than them.
called as (
    select
        *,
        count(case when standing = 'worse' then 1 end) over of_a_kind as worse,
        count(case when standing = 'better' then 1 end) over of_a_kind as better
    from unit_rates
    window of_a_kind as (partition by unit_level, unit_type, measure)
),

crossed as (
    select
        count(
            case
                when standing = 'worse' and better > 0 and coalesce(rank_from <= better, true) then 1
                when standing = 'better' and worse > 0 and coalesce(rank_to > compared_units - worse, true) then 1
            end
        ) as units
    from called
)

select
    'standing_and_interval' as identity,
    'unit_rates' as thing,
    against_interval as left_count,
    0 as right_count,
    against_interval as difference
from sums
union all
select 'standing_and_rank', 'unit_rates', against_rank, 0, against_rank from sums
union all
select 'worse_behind_better', 'unit_rates', units, 0, units from crossed
