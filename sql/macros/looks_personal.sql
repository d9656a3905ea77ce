-- Whether a text holds what looks like an e-mail address, a phone number or the number of an identity card.
create or replace macro looks_personal(value) as
length(value) >= 9
and regexp_matches(
    value,
    '\S@\S|(^|\D)(\+?84|0)[ .()-]*[235789]([ .()-]*\d){7,9}(\D|$)|(^|[^\d.,/-])(\d{9}|0\d{11})([^\d.,/-]|$)'
);
