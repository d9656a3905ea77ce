-- One row per convention, kind of case (does the unit's own system know it, what became of it) and state that it can be
-- in: the cell of Biểu 06 in which it is counted then. A state that is not here is counted in no cell. A case that a
-- convention leaves out is in no cell of any period, so that each begins as the one before ended; `left_out` says how
-- many they are.
with conventions as (
    select * from stg_conventions
),

kinds as (
    select fate, is_own
    from (values ('other'), ('waiting'), ('withdrawn'), ('stopped')) as fates (fate)
    cross join (values (true), (false)) as owners (is_own)
),

states as (
    select
        unnest(
            [
                'received_online', 'received_direct', 'early', 'on_time', 'late', 'undated', 'withdrawn', 'stopped',
                'open_in_time', 'open_overdue', 'open_undated', 'waiting_in_time', 'waiting_overdue', 'waiting_undated',
                'stopped_in_time', 'stopped_overdue', 'stopped_undated'
            ]
        ) as state
),

placed as (
    select
        conventions.*,
        kinds.fate,
        kinds.is_own,
        states.state,
        split_part(state, '_', 1) as standing,
        case kinds.fate
            when 'waiting' then conventions.waiting
            when 'withdrawn' then conventions.withdrawn
            when 'stopped' then conventions.stopped
            else ''
        end = 'left_out'
        or (conventions.systems = 'own' and not kinds.is_own) as is_left_out
    from conventions
    cross join kinds
    cross join states
),

counted as (
    select
        convention_id,
        basis_no,
        fate,
        is_own,
        state,
        case
            when is_left_out and state like 'stopped%' then null
            when is_left_out then 'left_out'
            when standing = 'received' then state
            when state in ('early', 'on_time', 'late') then concat('completed_', state)
            when state = 'undated' and undated = 'on_time' then 'completed_on_time'
            when state = 'undated' then 'completed_undated'
            when state = 'withdrawn' and withdrawn = 'on_time' then 'completed_on_time'
            when state = 'withdrawn' then 'withdrawn'
            -- A stopped case that a convention holds to be in process never ends.
            when state = 'stopped' and stopped = 'apart' then 'stopped'
            when state = 'stopped' then null
            when standing = 'stopped' and stopped = 'apart' then null
            when standing = 'stopped' and stopped = 'in_time' then 'pending_in_time'
            when standing = 'waiting' and waiting = 'in_time' then 'pending_in_time'
            when state like '%_overdue' then 'pending_overdue'
            when state like '%_in_time' or undated = 'on_time' then 'pending_in_time'
            else 'pending_undated'
        end as cell
    from placed
)

select
    convention_id,
    basis_no,
    fate,
    is_own,
    state,
    cell
from counted
where cell is not null
