-- The probability that a standard normal is at least so much (Abramowitz and Stegun 26.2.17, error below 0.0000001).
create or replace macro normal_tail(score) as
0.5 - sign(score) * (
    0.5
    - exp(-score * score / 2) / 2.5066282746310002 / (1 + 0.2316419 * abs(score)) * (
        0.319381530
        + (
            -0.356563782
            + (
                1.781477937
                + (-1.821255978 + 1.330274429 / (1 + 0.2316419 * abs(score))) / (1 + 0.2316419 * abs(score))
            ) / (1 + 0.2316419 * abs(score))
        ) / (1 + 0.2316419 * abs(score))
    )
);
