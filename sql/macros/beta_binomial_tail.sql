-- The probability of at least `hits` among `trials` whose chance is drawn for each unit from a beta distribution
-- with the parameters alpha and beta (the beta-binomial distribution).
create or replace macro beta_binomial_tail(hits, trials, alpha, beta) as
least(
    1.0,
    list_sum(
        list_transform(
            generate_series(greatest(hits, 0)::bigint, trials::bigint),
            lambda x: exp(
                lgamma(trials + 1) - lgamma(x + 1) - lgamma(trials - x + 1)
                + lgamma(x + alpha) + lgamma(trials - x + beta) - lgamma(trials + alpha + beta)
                + lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
            )
        )
    )
);
