-- The pattern of a time of day among letters without accents: 08:30[:15[.5]], 8h30, 08 gio 30 phut 15 giay, with the
-- half of the day and the shift from UTC. Its eight groups are named where moment_parts reads it.
create or replace macro clock_shape() as
'(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?'
|| '| ?(?:gio|h|g)(?: ?(\d{1,2})(?: ?(?:phut|ph|p|''|:)(?: ?(\d{1,2})(?: ?(?:giay|s|"))?)?)?)?)'
|| '(?: ?(am|pm|a\.m\.|p\.m\.|sa|ch|sang|chieu))?(?: ?(z|utc|gmt|(?:utc|gmt)? ?[+-]\d{1,2}(?::?\d{2})?))?';
