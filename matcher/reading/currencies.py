"""Currency names, symbols and codes as they stand beside amounts, and the ISO 4217 code that each stands for.

The names come from three tables: symbols, everyday names in the languages of investors, and Babel's names of the main
currencies in many languages. A bare "$" is the United States dollar, "¥" the yen unless the text is Chinese, "kr" the
krona of the country that the text names (``home``).
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

_CODES_LISTED = (
    "GBP EUR USD JPY CNY CHF SEK NOK DKK ISK CAD AUD NZD SGD HKD TWD KRW INR AED SAR QAR KWD BHD OMR "
    "ILS TRY PLN CZK HUF RON BGN UAH RUB ZAR NGN KES GHS EGP MAD BRL MXN CLP COP ARS PEN MYR THB IDR "
    "PHP VND PKR BDT LKR KZT RSD"
)
_CODES = frozenset(_CODES_LISTED.split())
_WORDLIKE = frozenset(["TRY", "PEN", "COP", "CAD"])  # read as money only in capitals
_SYMBOLS = {
    "£": "GBP",
    "€": "EUR",
    "US$": "USD",
    "U$": "USD",
    "USD$": "USD",
    "AUD$": "AUD",
    "CAD$": "CAD",
    "SGD$": "SGD",
    "NZD$": "NZD",
    "HKD$": "HKD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "S$": "SGD",
    "SG$": "SGD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "NT$": "TWD",
    "R$": "BRL",
    "MX$": "MXN",
    "$": "$",
    "¥": "¥",
    "円": "JPY",
    "日元": "JPY",
    "日圆": "JPY",
    "元": "CNY",
    "人民币": "CNY",
    "人民幣": "CNY",
    "美元": "USD",
    "美金": "USD",
    "ドル": "USD",
    "米ドル": "USD",
    "달러": "USD",
    "英镑": "GBP",
    "英鎊": "GBP",
    "ポンド": "GBP",
    "파운드": "GBP",
    "欧元": "EUR",
    "歐元": "EUR",
    "ユーロ": "EUR",
    "유로": "EUR",
    "瑞士法郎": "CHF",
    "港元": "HKD",
    "港币": "HKD",
    "新台币": "TWD",
    "台币": "TWD",
    "엔": "JPY",
    "위안": "CNY",
    "원": "KRW",
    "₩": "KRW",
    "韩元": "KRW",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
    "₱": "PHP",
    "₦": "NGN",
    "₴": "UAH",
    "zł": "PLN",
    "Kč": "CZK",
}
_NAMES = {
    "GBP": "pound sterling|pounds sterling|sterling|british pounds?|pounds?|quid|stg|livres? sterlings?|"
    "livres?|pfund sterling|pfund|"
    "libras? esterlinas?|libras?|sterline|sterlina|brittiska pund|britiske pund|pund|ponden|pond|sterlin|"
    "ingiliz sterlini|punta|puntaa|"
    "funt(?:ów|y|a)?(?: szterlingów)?|фунтов(?: стерлингов)?|paunds?|k quid|kgbp|mgbp",
    "EUR": "euros?|avro|eur|eurot|euroa|євро|евро|meur|keur|teur|m€|k€|mio€",
    "USD": "us dollars?|u\\.s\\. dollars?|united states dollars?|american dollars?|usd|us-dollars?|"
    "dollars? us|dollars? américains|"
    "dólares(?: estadounidenses)?|dollari|долларов|amerikan doları|musd|kusd",
    "$": "dollars?|dolar|bucks",
    "AUD": "australian dollars?|aussie dollars?",
    "CAD": "canadian dollars?",
    "SGD": "singapore dollars?",
    "NZD": "new zealand dollars?|kiwi dollars?",
    "HKD": "hong kong dollars?",
    "TWD": "taiwan(?:ese)? dollars?|ntd",
    "JPY": "japanese yen|yen|jpy",
    "CNY": "chinese yuan|yuan|renminbi|rmb|cnh",
    "CHF": "swiss francs?|francs?|schweizer franken|franken|francs? suisses?|franchi(?: svizzeri)?|sfr\\.?|mchf",
    "SEK": "swedish kron(?:or|er|a)|svenska kronor|msek|ksek",
    "NOK": "norwegian kron(?:er|or|e)|norske kroner|mnok|knok",
    "DKK": "danish kron(?:er|or|e)|danske kroner|mdkk|kdkk",
    "ISK": "icelandic kr[oó]nur",
    "kr": "kroner|kronor|krona|krone|crowns?|kr\\.?|mkr|tkr|:-",
    "INR": "indian rupees?|rupees?|rupien|roupies|rs\\.?|inr",
    "KRW": "korean won|won|krw",
    "ILS": "shekels?|nis",
    "AED": "dirhams?|dhs?\\.?",
    "SAR": "saudi riyals?|riyals?",
    "QAR": "qatari riyals?",
    "KWD": "kuwaiti dinars?|kd",
    "ZAR": "rand|south african rand",
    "MYR": "ringgit|rm",
    "THB": "baht",
    "IDR": "rupiah|rp\\.?",
    "PHP": "philippine pesos?",
    "MXN": "mexican pesos?|pesos?",
    "PLN": "zloty(?:ch|s)?|złotych|pln",
    "CZK": "czech crowns?|korun|koruna",
    "HUF": "forints?",
    "TRY": "turkish lira|türk lirası|lira|tl",
    "BRL": "reais|brazilian reals?",
    "NGN": "naira",
    "KES": "kenyan shillings?|ksh",
    "UAH": "hryvnias?|гривень",
    "RUB": "rubles?|roubles?|рублей",
    "RON": "lei",
}
_LOCALES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "tr", "cs"]
_HOMES = (
    ("DKK", re.compile(r"(?i)\b(?:danish|denmark|dansk|danmark|copenhagen|københavn|aarhus|odense|aalborg|jutland)\b")),
    ("NOK", re.compile(r"(?i)\b(?:norwegian|norway|norsk|norge|oslo|bergen|trondheim|stavanger)\b")),
    ("ISK", re.compile(r"(?i)\b(?:icelandic|iceland|reykjav[ií]k)\b")),
    ("CZK", re.compile(r"(?i)\b(?:czech|prague|brno|bohemia|moravia)\b")),
)
_CHINESE = re.compile(
    r"[元亿们这为厂区万业]|(?i:\b(?:rmb|cny|yuan|renminbi|china|chinese|shanghai|shenzhen|beijing|hangzhou|ningbo|suzhou|"
    r"guangzhou)\b)"
)
_DOLLARS = re.compile(r"\s*\(?(?P<word>aussie|australian|canadian|singapore|hong kong|nz|aud|cad|sgd)\b", re.IGNORECASE)
_DOLLAR_OF = {
    "aussie": "AUD",
    "australian": "AUD",
    "canadian": "CAD",
    "singapore": "SGD",
    "hong kong": "HKD",
    "nz": "NZD",
    "aud": "AUD",
    "cad": "CAD",
    "sgd": "SGD",
}
_MERGED_SCALE = {"m": 10**6, "k": 10**3, "t": 10**3}


@cache
def _babel_names() -> dict[str, str]:
    """Names of the main currencies in the languages of ``_LOCALES``, as Babel gives them, in small letters."""
    names: dict[str, str] = {}
    for tag in _LOCALES:
        try:
            table = Locale.parse(tag).currencies
        except UnknownLocaleError:  # pragma: no cover - Babel ships all of them
            continue
        for code in _CODES:
            name = str(table.get(code, "")).lower()
            if len(name) > 4 and re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}", name):
                names.setdefault(name, code)
    return names


def _table() -> tuple[str, dict[str, str]]:
    """The alternatives of the currency pattern, and the code for each name without variants."""
    codes = dict(_babel_names())
    patterns = [re.escape(name) for name in codes] + list(_NAMES.values()) + [code.lower() for code in _CODES]
    return "|".join(patterns), codes | {code.lower(): code for code in _CODES}


_ALTERNATIVES, _BY_NAME = _table()
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_SYMBOLS, key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<sign>{_SIGNS})|(?<![^\W_])(?P<name>[A-Za-z]{{2,9}}\.?))[ :]?[ ]?$", re.IGNORECASE
)
_LED = r"(?:, (?=euros?\b|sterling\b|pounds\b|dollars\b))?[ -]?(?:of |de |d'|di |в )?"  # "60 million, euro"
_SKIPPED = re.compile(_LED)
_AFTER = re.compile(
    rf"{_LED}(?:(?P<sign>{_SIGNS})|(?P<name>{_ALTERNATIVES})(?![^\W_]))(?! ?\d)",
    re.IGNORECASE,
)
_LEADING_LISTED = (
    "rs rs. rmb rm kr kr. sfr sfr. stg sterling euro euros renminbi yen rp rp. dhs dhs. ksh ntd cnh usd eur"
)
_LEADING = frozenset(_LEADING_LISTED.split())  # names that stand before a number; all others follow it
_FULL_NAMES = tuple((re.compile(f"(?:{names})", re.IGNORECASE), code) for code, names in _NAMES.items())
_WIDEST = 14
_FIRST_SIGNS = frozenset(sign[0] for sign in _SYMBOLS) | frozenset(":")
_STARTS = frozenset(name[:2] for name in _ALTERNATIVES.split("|")) | {"u."}


def _near_money(plain: str, start: int) -> bool:
    """Whether the last sign before ``start`` can end a currency: a quick look before the slow one."""
    at = start - 1
    while at >= 0 and start - at <= 3 and plain[at] in " :":
        at -= 1
    return at >= 0 and not plain[at].isdigit() and plain[at] not in ",;-/()\n"


def currency_before(plain: str, start: int, floor: int = 0) -> tuple[str, int, int] | None:
    """The currency that ends directly before ``start``: code (or "$", "¥", "kr"), place, and the scale in it ("MEUR").

    None where there is none, or where it begins before ``floor``.
    """
    if not _near_money(plain, start):
        return None
    match = _BEFORE.search(plain[max(floor, start - _WIDEST) : start])
    if match is None:
        return None
    name = match["name"]
    place = max(floor, start - _WIDEST) + match.start()
    if name and (scale := _MERGED_SCALE.get(name[0].lower())) and name[1:].upper() in _CODES and len(name) == 4:
        return name[1:].upper(), place, scale
    if name and not (name.lower() in _LEADING or name.upper() in _CODES):
        return None
    code = _code(match)
    return None if code is None else (code, place, 1)


def currency_after(plain: str, end: int) -> tuple[str, int, int] | None:
    """The currency that begins directly after ``end``: code, end of its words, and the scale in it (1000 in "kSEK")."""
    skipped = _SKIPPED.match(plain, end)
    first = plain[skipped.end() : skipped.end() + 2].lower() if skipped else ""
    if first not in _STARTS and first[:1] not in _FIRST_SIGNS:
        return None
    match = _AFTER.match(plain, end)
    if match is None:
        return None
    code = _code(match)
    if code is None:
        return None
    name = (match["name"] or "").lower()
    merged = name[1:].upper() in _CODES or name[1:] in ("€", "kr")
    if code == "$" and (told := _DOLLARS.match(plain, match.end())) is not None:
        code = _DOLLAR_OF[told["word"].lower()]
    return code, match.end(), _MERGED_SCALE.get(name[:1], 1) if merged else 1


def told_after(plain: str, end: int) -> str | None:
    """The kind of dollar told after an amount: "$2.2m (Aussie)"."""
    match = _DOLLARS.match(plain, end)
    return _DOLLAR_OF[match["word"].lower()] if match else None


def home(code: str, text: str) -> str:
    """The ISO code for "$", "¥" and "kr", by what the text says of its writer; other codes as they are."""
    if code == "$":
        return "USD"
    if code == "¥":
        return (
            "CNY"
            if _CHINESE.search(text) and not re.search(r"円|億|(?i:\b(?:japan|japanese|tokyo|osaka|jpy|yen)\b)", text)
            else "JPY"
        )
    if code == "kr":
        return next((iso for iso, pattern in _HOMES if pattern.search(text)), "SEK")
    return code


def _code(match: re.Match[str]) -> str | None:
    if sign := match["sign"]:
        return (
            _SYMBOLS.get(sign)
            or _SYMBOLS.get(sign.upper())
            or _SYMBOLS.get(sign.lower())
            or _SYMBOLS.get(sign.capitalize())
        )
    name = match["name"]
    if name.upper() in _WORDLIKE and not name.isupper():
        return None
    found = _BY_NAME.get(name.lower())
    if found:
        return found
    return next((code for pattern, code in _FULL_NAMES if pattern.fullmatch(name)), None)
