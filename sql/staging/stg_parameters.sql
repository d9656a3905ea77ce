-- One row: the window, the convention of comparison and the thresholds of this run.
select
    window_from::date as window_from,
    window_to::date as window_to,
    window_to::date + interval 1 day - interval 1 second as cut_off_at,
    grain,
    apology_lead_days::integer as apology_lead_days,
    reappointments::integer as reappointments,
    desk_only_service_level::integer as desk_only_service_level,
    never_used_peer_units::integer as never_used_peer_units,
    never_used_peer_share::double as never_used_peer_share,
    never_used_peer_cases::double as never_used_peer_cases
from audit_parameters
