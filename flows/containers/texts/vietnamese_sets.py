"""The older Vietnamese character sets, as the Western signs (Windows-1252) that their bytes show as.

TCVN3 (ABC) after TCVN 5712:1993 in its lower half: capitals with a mark have the code of the small letter, and a
capital font draws them large. VNI: a letter followed by a mark. VPS after the table of the Vietnamese Professionals
Society; its capitals with a dot below lie on control codes, which no cell can hold, and are left out.
"""

import unicodedata

_TCVN3 = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VPS = (
    "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090“”•–—˜™š›œ\u009džŸ",
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾỀỂỄỐỒỔỖýỷỵỚỜỞ",
)
_VPS_UPPER = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞàáâãäåæèéêëìíïðñòóôõ÷øùúûýþÿ",
    "ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺàáâãảạăèéêẽìíĩẴĐòóôõƠụùúủỷẼỳ",
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Two signs → one letter, and the letters that are one sign."""
    pairs = {base + sign: base + mark for base in "aeouy" for sign, mark in _TONES.items()}
    pairs |= {base + sign: f"{base}\u0302{mark}" for base in "aeo" for sign, mark in _CIRCUMFLEX.items()}
    pairs |= {"a" + sign: f"a\u0306{mark}" for sign, mark in _BREVE.items()}
    pairs |= {old + sign: new + mark for old, new in (("ô", "ơ"), ("ö", "ư")) for sign, mark in _TONES.items()}
    pairs |= _VNI_ALONE
    small = {signs: unicodedata.normalize("NFC", letters) for signs, letters in pairs.items()}
    large = {signs.upper(): letter.upper() for signs, letter in small.items()}
    mixed = {signs[0].upper() + signs[1:]: letter.upper() for signs, letter in small.items() if len(signs) == 2}
    return small | mixed | large


TCVN3 = dict(zip(*_TCVN3, strict=True))
VPS = dict(zip(_VPS[0] + _VPS_UPPER[0], _VPS[1] + _VPS_UPPER[1], strict=True))
VNI = _vni()
