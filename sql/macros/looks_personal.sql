-- Whether a text holds what looks like an e-mail address, a phone number or the number of an identity card, in whatever
-- digits, with whatever marks between them, with invisible characters or without.
create or replace macro looks_personal(value) as
length(value) >= 9
and regexp_matches(
    case
        when regexp_matches(value, '[\p{Cf}０-９]')
            then translate(regexp_replace(value, '\p{Cf}', '', 'g'), '０１２３４５６７８９', '0123456789')
        else value
    end,
    '\S@\S|(?i:\[at\]|\(at\))'
    || '|(^|\D)(\+?84|0)[ .()-]*[235789]([ .()-]*\d){7,9}(\D|$)'
    || '|(^|[^\d.,/-])(\d{9}|0\d{11})([^\d.,/-]|$)'
    || '|(^|\D)0084[ .-]?\d{9}(\D|$)'
    || '|(^|\D)(0|\+?84|0084)[ ._,/–—-]?\d{2,3}[ ._,/–—-]\d{3,4}[ ._,/–—-]\d{3,4}(\D|$)'
    || '|(^|[^\d.])[1-9]\d{2}[ ._,/–—-]\d{3}[ ._,/–—-]\d{3}([^\d.]|$)'
    || '|(^|\D)0\d{2}[ ._,/–—-]\d{3}[ ._,/–—-]\d{3}[ ._,/–—-]?\d{3}(\D|$)'
    || '|(^|\D)0\d{3}[ ._,/–—-]\d{4}[ ._,/–—-]\d{4}(\D|$)'
);
