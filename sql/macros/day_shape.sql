-- The pattern of a day among letters without accents: 05/10/2020, 2020-10-05, 5.10.20, with its weekday before or after
-- it ("thu hai, ngay …", "t2", "cn", "monday"). Its seven groups are named where moment_parts reads it.
create or replace macro day_shape() as
'(?:(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)'
|| '(?:day)?)[,.]?(?: -)? ?)?(?:ngay )?(\d{1,4}) ?([/.-]) ?(\d{1,2}) ?([/.-]) ?(\d{1,4})'
|| '(?: ?\(?(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)\)?)?';
