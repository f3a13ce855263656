"""Number words and scale words in the languages of investors, and the values of Chinese and Korean numerals."""

from __future__ import annotations

_ENGLISH = {
    word: value
    for value, words in enumerate(
        (
            "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
    for word in words.split()
} | dict(twenty=20, thirty=30, forty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90)  # fmt: skip
_OTHER_LANGUAGES = {
    2: "zwei deux dos dois duas twee två",
    3: "drei trois tres tre três drie üç",
    4: "vier quatre cuatro quattro quatro fyra fire",
    5: "fünf cinq cinco cinque vijf beş",
    6: "sechs seis zes altı seks",
    7: "sieben sept siete sette sete zeven yedi",
    8: "acht huit ocho otto oito åtta sekiz",
    9: "neun nueve negen nio dokuz",
    10: "zehn dix dizaine diez dieci dez tien tio",
    11: "elf onze undici elva elleve",
    12: "zwölf douze douzaine doce dodici doze twaalf tolv docena dozzina dutzend dussin",
    15: "fünfzehn quinze quinzaine quince quindici vijftien femton",
    20: "zwanzig vingt vingtaine veinte venti vinte twintig tjugo yirmi",
    25: "vingt-cinq veinticinco fünfundzwanzig",
    30: "dreißig dreissig trente trentaine treinta trenta trinta dertig trettio otuz",
    40: "vierzig quarante quarantaine cuarenta quaranta quarenta veertig fyrtio kırk",
    50: "fünfzig cinquante cinquantaine cincuenta cinquanta cinquenta vijftig femtio elli",
    60: "sechzig soixante soixantaine sesenta sessanta sessenta zestig sextio",
    80: "achtzig ochenta ottanta oitenta tachtig",
    100: "hundert centaine cien cento cem honderd hundra hundrede yüz",
}
WORDS = _ENGLISH | {word: value for value, words in _OTHER_LANGUAGES.items() for word in words.split()}
TIMES = {"hundred": 100, "dozen": 12}
VAGUE = frozenset(["several", "few", "many", "some"])

SCALE_WORDS = {
    3: "k thousand thousands tausend tsd mille mila tusen tusind duizend tys bin тыс nghìn ribu",
    6: "m mn mln mio mill million millions mm millionen milione milioni millón millones millon milhão "
    "milhões miljoen miljoner "
    "miljoonaa milyon milionów miliony milion milionu млн миллионов millioner triệu juta",
    9: "bn b bln billion billions mrd mld milliard milliards milliarde milliarden miliardo miliardi "
    "bilhão bilhões miljard "
    "miljarder milyar miliard млрд",
    12: "tn trn trillion trillions billionen",
    7: "crore crores cr करोड़",
    5: "lakh lakhs lac lacs लाख",
}
