-- The probability of at least `hits` among `trials` at each of the rates.
create or replace macro tails_at_rates(hits, trials, rates) as
list_transform(rates, lambda true_rate: tail_of_binomial(hits, trials, true_rate));
