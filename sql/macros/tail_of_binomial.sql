-- The probability of at least `hits` among `trials` of one chance: Peizer and Pratt 1968 (J Am Stat Assoc 63:1416), by
-- the normal distribution, to a tenth or better (to a hundredth where more than a few are expected). Hits and trials
-- need not be whole numbers.
create or replace macro tail_of_binomial(hits, trials, chance) as
case
    when hits <= 0 then 1.0
    when trials - hits < -0.5 then 0.0
    else
        normal_tail(
            (
                greatest(hits - 0.5, 1e-9) + 1 / 6.0 - (trials + 1 / 3.0) * chance
                + 0.02 * (
                    (1 - chance) / (greatest(hits - 0.5, 1e-9) + 0.5) - chance / (trials - hits + 1.0)
                    + (0.5 - chance) / (trials + 1)
                )
            )
            * sqrt(
                (
                    1
                    + (1 - chance) * tail_correction(greatest(hits - 0.5, 1e-9) / (trials * chance))
                    + chance * tail_correction((trials - hits + 0.5) / (trials * (1 - chance)))
                )
                / ((trials + 1 / 6.0) * chance * (1 - chance))
            )
        )
end;
