-- By how much a variance estimated from so many degrees of freedom may be too small: degrees / the 5% quantile of the
-- chi-squared distribution (Wilson and Hilferty 1931), that is the estimate's upper 95% limit.
create or replace macro variance_reserve(degrees) as
1 / pow(greatest(1 - 2 / (9.0 * degrees) - 1.6448536269514722 * sqrt(2 / (9.0 * degrees)), 0.1), 3);
