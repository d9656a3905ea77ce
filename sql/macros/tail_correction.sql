-- Peizer and Pratt's function g of observed ÷ expected: (1 - r² + 2 r ln r) / (1 - r)², 0 at r = 1.
create or replace macro tail_correction(ratio) as
case
    when abs(ratio - 1) < 0.0001 then 0.0
    else (1 - ratio * ratio + 2 * ratio * ln(greatest(ratio, 1e-12))) / pow(1 - ratio, 2)
end;
