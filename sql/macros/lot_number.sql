-- A number evenly spread between 0 and 1, both left out, that only the text decides: the first 13 hexadecimal digits of
-- its MD5, so that anybody can draw again, on any machine and whatever else is drawn.
create or replace macro lot_number(drawn) as
(cast(concat('0x', left(md5(drawn), 13)) as bigint) + 0.5) / 4503599627370496.0;
