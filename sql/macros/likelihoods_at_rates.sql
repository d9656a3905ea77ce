-- How likely `hits` among `trials` is at each of the rates, beside the rate at which it is most likely.
create or replace macro likelihoods_at_rates(hits, trials, rates) as
list_transform(
    rates,
    lambda true_rate: exp(
        hits * ln(true_rate / greatest(hits / trials, 1e-12))
        + (trials - hits) * ln((1 - true_rate) / greatest(1 - hits / trials, 1e-12))
    )
);
