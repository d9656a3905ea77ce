-- The probability of no hit at all among `trials` whose chance is drawn for each unit from a beta distribution.
create or replace macro beta_binomial_none(trials, alpha, beta) as
exp(lgamma(trials + beta) - lgamma(trials + alpha + beta) + lgamma(alpha + beta) - lgamma(beta));
