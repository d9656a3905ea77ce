-- The mean of what is told at each rate of the grid, by the share of units that have it.
create or replace macro share_weighted(figures, shares) as list_dot_product(figures, shares);
