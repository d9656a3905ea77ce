-- Text as it is compared: without case, diacritics, punctuation and invisible characters. Letters that only look Latin
-- (Cyrillic, Greek, full width, the many forms of đ) count as what they look like; letters of other scripts stay.
create or replace macro fold_text(value) as trim(
    regexp_replace(
        lower(
            translate(
                strip_accents(
                    nfc_normalize(
                        replace(
                            replace(
                                replace(
                                    regexp_replace(value, '[\p{Cf}\x{034F}\x{FE00}-\x{FE0F}]+', '', 'g'),
                                    'ﬁ', 'fi'
                                ), 'ﬂ', 'fl'
                            ), 'ﬀ', 'ff'
                        )
                    )
                ),
                'ĐƉƋÐđƌɖð₫ıɩȷɡɑАВЕЅІЈКМНОРСТУХԀԚԜҮҺаеѕіјкмнорсвтухԁԛԝүһӏ'
                || 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορτυχϲϳ'
                || 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９',
                'dddddddddiijgaABESIJKMHOPCTYXDQWYHaesijkmhopcbtyxdqwyhl'
                || 'ABEZHIKMNOPTYXayikvoptuxcj'
                || 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
            )
        ), '[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]+', ' ', 'g'
    )
);
